// How a promise ends, within a time.

const { setTimeout: later, clearTimeout: never } = globalThis;

/** `{ value }`, `{ error }` or `{ pending: true }`. The timers are the platform's, whatever a test does to the global ones. */
export async function settled(promise, patience = 3_000) {
  let timer;
  const late = new Promise((resolve) => {
    timer = later(resolve, patience, { pending: true });
  });
  const end = promise.then((value) => ({ value }), (error) => ({ error }));
  return Promise.race([end, late]).finally(() => never(timer));
}

/** For a message: what came of it. */
export function shown({ value, error, pending }) {
  if (pending) return "never settled";
  if (value !== undefined) return `resolved with ${JSON.stringify(value)}`;
  return `rejected with ${error?.name} ${error?.code} ${error?.outcome}: ${error?.message}`;
}
