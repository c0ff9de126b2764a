// Overflows the stack again and again, and touches the package wherever there is hardly any stack left.

import { ENDPOINT, exercise } from "../support/exercise.js";
import { ENTRY, LONG, PERMANENT, REQUEST_ID, TEMPORARY } from "../support/package.js";
import { serveRows } from "../support/serve-rows.js";
import { settled, shown } from "../support/settled.js";

const oos = await import(ENTRY);
const ID = "exec-8a2aaf460fdf47c6b5ef";
const OVERFLOWS = LONG ? 200 : 25;
// On the way out each frame has a little more stack than the one before, until there is enough.
const ENOUGH = 3;
const MOST = 500;
const ABORTS = 20;

const full = { endpoint: ENDPOINT, credentials: TEMPORARY };
const { url } = oos.signCancelUrl({ executionId: ID, ...full });
const client = new oos.OosClient({ ...full, timeoutMs: 1_000, retry: false });
const signer = new oos.CancelUrlSigner(full);
const controllers = [];

const TOUCH = {
  validateCancelUrl: () => oos.validateCancelUrl(url, { allowedOrigins: [ENDPOINT], credentials: TEMPORARY }),
  signCancelUrl: () => oos.signCancelUrl({ executionId: ID, ...full }),
  sendCancelUrl: () => oos.sendCancelUrl(url, { allowedOrigins: [ENDPOINT], timeoutMs: 1_000 }),
  cancelExecution: () => client.cancelExecution(ID),
  "new OosClient": () => new oos.OosClient(full),
  "CancelUrlSigner.sign": () => signer.sign(ID),
  free: () => new oos.OosClient(full).free(),
  "an error": () => oos.signCancelUrl({}),
  abort: () => controllers.pop()?.abort(),
};

/** Calls it from each of the deepest frames. What it throws there is nobody's: mostly a RangeError of the stack. */
function overflow(touch, gave, round) {
  let left = ENOUGH;
  let most = MOST;
  const down = () => {
    try {
      down();
    } catch (error) {
      if (left === 0 || most === 0) return;
      most -= 1;
      try {
        gave.push(touch());
        left -= 1;
      } catch {
        // As said above.
      }
      throw error;
    }
  };
  // A few bytes more or less above, so that another place in the package is the one that has no stack left.
  const from = (above, ...rest) => (above > 0 ? from(above - 1, ...rest) : down());
  try {
    from(round % 10, ...Array.from({ length: round % 7 }));
  } catch {
    // The stack was not deep enough for all touches.
  }
  // Not down there, where it might fail.
  for (const it of gave) if (it instanceof Promise) it.catch(() => {});
}

/** The module may know that it was interrupted: then everything says so. */
async function saysSo() {
  const isState = (error) => error instanceof oos.OosError && error.name === "StateError";
  const sync = [() => oos.signCancelUrl({ executionId: ID, ...full }), () => oos.validateCancelUrl(url)].map((work) => {
    try {
      return work() && undefined;
    } catch (error) {
      return error;
    }
  });
  if (!sync.some(isState)) return undefined;
  const ends = await Promise.all([client.cancelExecution(ID), oos.sendCancelUrl(url)].map((promise) => settled(promise)));
  const all = [...sync, ...ends.map(({ error }) => error)];
  return all.every(isState) ? [] : [`interrupted, but not everything says so: ${all}`];
}

serveRows(async ({ touch }) => {
  const complaints = [];
  globalThis.fetch = async () => new Response(JSON.stringify({ RequestId: REQUEST_ID }));
  const touches = touch === "all" ? Object.values(TOUCH) : [TOUCH[touch]];

  // A call of somebody else that is under way meanwhile.
  let answer;
  const waiting = new Promise((resolve) => {
    answer = resolve;
  });
  const quick = globalThis.fetch;
  globalThis.fetch = () => waiting;
  const bystander = settled(new oos.OosClient({ endpoint: ENDPOINT, credentials: PERMANENT, timeoutMs: 2_000 }).cancelExecution(ID), 5_000);
  const aborted = [];
  if (touch === "abort" || touch === "all") {
    for (let count = 0; count < ABORTS; count++) {
      const controller = new AbortController();
      controllers.push(controller);
      aborted.push(settled(client.cancelExecution(ID, { signal: controller.signal }), 5_000));
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  globalThis.fetch = quick;

  const gave = [];
  for (let round = 0; round < OVERFLOWS; round++) {
    for (const it of touches) overflow(it, gave, round);
    // And calls that settle at a usual depth.
    if (round % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  answer(await quick());
  for (const end of [await bystander, ...(await Promise.all(aborted))]) {
    if (end.pending) complaints.push(`what was under way ${shown(end)}`);
  }
  const promises = gave.filter((it) => it instanceof Promise);
  const pending = (await Promise.all(promises.map((promise) => settled(promise)))).filter((end) => end.pending).length;
  if (pending) complaints.push(`${pending} of ${promises.length} calls from the deepest point never settled`);
  return [...complaints, ...((await saysSo()) ?? (await exercise(oos, { mustSucceed: true })).map((words) => `afterwards, ${words}`))];
});
