// Where the page finds its emulator: on this machine, if the emulator itself serves the page.

/** Whether the emulator is found so soon that the page waits for it. */
export const soon = true;

/** Resolves to `{ oos, control, accounts, automatic }`, or to `undefined`. With `automatic` the page connects to it at once. */
export async function findEmulator() {
  // Only this machine is asked, so that no page on the web can be made to trust another host.
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return undefined;
  try {
    const response = await fetch("demo.json", { cache: "no-store" });
    return response.ok ? { ...(await response.json()), automatic: true } : undefined;
  } catch {
    return undefined;
  }
}
