// Ten thousand executions in Chromium: counted with faults and a limit, then raced against a bare loop of `fetch`.

import { startEmulator } from "../tests/support/emulator.js";
import { account } from "../tests/fleet/accounting.js";
import { executions, FULL } from "../tests/fleet/judge.js";
import { openFleetPage } from "../tests/fleet/page.js";

const CONCURRENCY = 6;

export async function fleet({ fleetSize, fleetRounds }) {
  const emulator = await startEmulator();
  const page = await openFleetPage();
  try {
    const limit = 150;
    const counted = await account(emulator, page, { count: fleetSize, perSecond: limit, concurrency: 10 });
    const { ms, counts, attempts, heap, tasks, requests, throttled, progress } = counted;
    const milliseconds = { ours: [], bare: [] };
    for (let round = 0; round < fleetRounds; round++) {
      for (const name of round % 2 ? ["ours", "bare"] : ["bare", "ours"]) {
        await emulator.ask("POST", "reset");
        const ids = await executions(emulator, fleetSize / 10);
        const order = { endpoint: emulator.oos, credentials: FULL, ids, concurrency: CONCURRENCY };
        const { ms, accepted, counts } = name === "bare" ? await page.run("bare", order) : await page.run("fleet", { ...order, options: { concurrency: CONCURRENCY } });
        if ((accepted ?? counts.accepted) !== ids.length) throw new Error(`${name} cancelled ${accepted ?? counts.accepted} of ${ids.length}`);
        milliseconds[name].push(ms / ids.length);
      }
    }
    return { size: fleetSize, limit, ms, counts, attempts, heap, longest: Math.max(0, ...tasks), requests, throttled, progress, milliseconds };
  } finally {
    await page.close();
    await emulator.stop();
  }
}
