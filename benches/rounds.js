// Times competitors beside each other: in every round each runs for the same time, in another order, so that whatever else the
// machine does meets them alike. Single times are not to be trusted; the ratios of one round are.

/** Flattens a text: what was put together from pieces is copied into one when it is looked into. */
let sink = 0;
const use = (value) => (sink ^= typeof value === "string" ? value.charCodeAt(value.length - 1) : value);

/** `operation` is given one input after the other; what it returns, or promises, is used. */
export function runner(operation, inputs) {
  let next = 0;
  const input = () => inputs[next++ % inputs.length];
  const isAsync = operation(input()) instanceof Promise;
  return isAsync
    ? async (count) => { for (; count > 0; count--) use(await operation(input())); }
    : (count) => { for (; count > 0; count--) use(operation(input())); };
}

async function time(run, count) {
  const start = performance.now();
  await run(count);
  return performance.now() - start;
}

/** Runs for a while, so that the engine has compiled everything as well as it will. */
async function warmUp(run) {
  const end = performance.now() + 200;
  while (performance.now() < end) await run(20);
}

/**
 * How many operations take `ms`: by the fastest of some tries, since nothing makes one faster than it is. Each number of them is
 * tried as often: after one slow try alone the rest may take no time at all by the clock, and no number of them takes `ms`.
 */
async function calibrate(run, ms) {
  for (let count = 1; ; count *= 2) {
    const tries = [];
    for (let index = 0; index < 5; index++) tries.push(await time(run, count));
    const fastest = Math.min(...tries);
    if (fastest >= ms / 4) return Math.max(1, Math.round((count * ms) / fastest));
  }
}

function shuffled(items) {
  const left = [...items];
  return Array.from(items, () => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

/** For each of the named runners the nanoseconds of one operation in each round. */
export async function race(runners, { rounds, roundMs }) {
  const names = Object.keys(runners);
  const counts = {};
  for (const name of names) await warmUp(runners[name]);
  for (const name of names) counts[name] = await calibrate(runners[name], roundMs);
  const nanoseconds = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffled(names)) {
      nanoseconds[name].push((1e6 * (await time(runners[name], counts[name]))) / counts[name]);
    }
  }
  return nanoseconds;
}
