// What a child process catches that nobody else does. Its parent has rejections that nobody handles thrown as exceptions, and
// there is no listener: Node's own way to one uses what is patched.

Error.stackTraceLimit = 50;
const loose = Object.create(null);
let looseCount = 0;
process.setUncaughtExceptionCaptureCallback((error) => {
  loose[looseCount++] = error;
});

/** What came loose in the package; what did in the platform alone cannot be helped. */
export async function takeLoose() {
  await new Promise((resolve) => setImmediate(resolve));
  const texts = Object.values(loose).map((error) => `nobody catches ${error?.stack ?? error}`);
  for (; looseCount > 0; looseCount--) delete loose[looseCount - 1];
  return texts.filter((text) => /\/pkg\/|wasm:/.test(text));
}

/** Answers each row of the parent with its complaints. */
export function serveRows(work) {
  const send = process.send.bind(process);
  process.on("message", async (row) => {
    try {
      const answer = await work(row);
      send(Array.isArray(answer) ? { complaints: [...answer, ...(await takeLoose())] } : answer);
    } catch (error) {
      send({ complaints: [`the module stays broken: ${error?.stack ?? error}`] });
    }
  });
  send({ ready: true });
}
