// The calls under way: what they wait for, and what becomes of them when an exception unwinds through the module.
import { createError, isOwnError } from "./errors.js";
import { abortReason, isAborted, listen, unlisten } from "./platform.js";

const { apply } = Reflect;
const { defineProperty } = Object;
const NativePromise = Promise;

// As arguments they take 48 KiB of the stack. V8 wants 40 of them to compile a function that runs for the first time; a
// signer, which is called often, makes do with what its functions need once they are compiled.
const ROOM = new Array(6_000).fill(0);
const LITTLE_ROOM = new Array(1_000).fill(0);
const take = () => {};

const calls = { __proto__: null };
let lastId = 0;

// The call that the module has just begun, until its promise has left the module.
let begun;

let depth = 0;
let interrupted = false;
let instance = 0;
let restart = () => {};

/** Tells how a fresh instance of the module is made. */
export function onInterrupt(callback) {
  restart = callback;
}

/** Which instance of the module is running: what an earlier one made is gone. */
export function currentInstance() {
  return instance;
}

const interruption = (code, message, outcome) =>
  createError(message, { name: "StateError", code, outcome });

/**
 * Enters the module. An exception that is not an error of the package has unwound through its frames: a stack overflow,
 * or a built-in function that a page replaced. Then every call under way is rejected and the next one starts a new instance.
 */
export function guarded(run, often = false) {
  try {
    apply(take, undefined, often ? LITTLE_ROOM : ROOM);
  } catch {
    throw exhausted();
  }
  // An interrupted instance is replaced once nothing of it is on the stack.
  if (interrupted) recover();
  if (interrupted) throw unusable("not-sent");
  depth++;
  try {
    const value = run();
    // Every way in returns something, unless a built-in function of the generated glue has lost it.
    if (value === undefined) throw value;
    begun = undefined;
    return value;
  } catch (error) {
    if (isOwnError(error)) throw error;
    interrupted = true;
    throw unusable("not-sent");
  } finally {
    depth--;
    if (interrupted) recover();
  }
}

const exhausted = () =>
  interruption("StackExhausted", "There is too little stack left. Call from a shallower function.", "not-sent");
// Compiled now: where it is needed there is no room for that.
exhausted();

const unusable = (outcome) =>
  interruption(
    "ModuleInterrupted",
    "JavaScript threw inside the module: the stack overflowed, or a built-in function was replaced. Make a new client.",
    outcome,
  );

function recover() {
  if (depth > 0) return;
  try {
    // Nobody has the promise of the call that was begun, so nobody would hear of its rejection.
    if (begun !== undefined) delete calls[begun];
    begun = undefined;
    for (const id in calls) settle(id, false, unusable("unknown"));
    restart();
    instance++;
    interrupted = false;
  } catch {
    // Tried again by the next call.
  }
}

/** Enters the module from a callback, which has nobody to throw to. */
function enter(run) {
  try {
    guarded(() => (run(), true));
  } catch {
    // The calls under way have been rejected.
  }
}

/** A number for a new call. */
export function newCall() {
  return ++lastId;
}

/** The promise of a call that `drive` drives. Keeps the process alive meanwhile, for at most `milliseconds`. */
export function begin(id, drive, milliseconds) {
  let call;
  const promise = new NativePromise((resolve, reject) => {
    call = { drive, resolve, reject, scheduled: false, hold: undefined };
  });
  calls[id] = call;
  begun = id;
  try {
    // A deadline alone does not keep Node alive, and a caller that waits must learn of it.
    call.hold = setTimeout(() => {}, milliseconds);
  } catch {
    // Without timers there is nothing to keep alive.
  }
  schedule(id);
  return promise;
}

/** Drives a call soon. By `await`, which no page can replace as it can `queueMicrotask`. */
export async function schedule(id) {
  const call = calls[id];
  if (!call || call.scheduled) return;
  call.scheduled = true;
  await undefined;
  call.scheduled = false;
  if (calls[id] === call) enter(() => call.drive(+id));
}

/** Ends a call. */
export function settle(id, accepted, value) {
  const call = calls[id];
  if (!call) return;
  delete calls[id];
  try {
    clearTimeout(call.hold);
  } catch {
    // It ends by itself.
  }
  if (!accepted) return call.reject(value);
  try {
    // A script that gave every object a `then` would have the result taken for a promise.
    if (value.then !== undefined) defineProperty(value, "then", { __proto__: null, value: undefined });
  } catch {
    // Then it is taken for one.
  }
  call.resolve(value);
}

/** What the module awaits in place of the promise: a `then` that no page can replace. */
export function awaitable(promise) {
  return {
    then(onValue, onReason) {
      const made = instance;
      forward(
        promise,
        (value) => made === instance && enter(() => onValue(value)),
        (reason) => made === instance && enter(() => onReason(reason)),
      );
    },
  };
}

async function forward(promise, onValue, onReason) {
  let value;
  try {
    value = await promise;
  } catch (reason) {
    return onReason(reason);
  }
  onValue(value);
}

/** Settles as the promise does, or rejects when the call must end: some platforms lose the signal of a request under way. */
export function race(promise, watch) {
  return new NativePromise((resolve, reject) => {
    forward(promise, resolve, reject);
    forward(watch.over, () => reject(watch.reason));
  });
}

/** Calls a provider of credentials. */
export function callProvider(provider) {
  const asked = async () => ({ __proto__: null, value: await provider() });
  return awaitable(asked());
}

/** Calls an observer. What it throws, or its promise rejects with, is dropped. */
export async function notify(observer, value) {
  try {
    await observer(value);
  } catch {
    // The observer's own business.
  }
}

/**
 * The end of a call before its time: by the deadline or by the caller's signal, whichever comes first. `false` if that is
 * no signal, `null` where the platform has none.
 */
export function watch(signal, milliseconds) {
  let controller;
  let deadline;
  try {
    controller = new AbortController();
    deadline = AbortSignal.timeout(milliseconds);
  } catch {
    return null;
  }
  let finish;
  const over = new NativePromise((resolve) => {
    finish = resolve;
  });
  const state = { __proto__: null, signal: controller.signal, endedBy: undefined, reason: undefined, over, stop };
  const end = (by, reason) => {
    if (state.endedBy) return;
    state.endedBy = by;
    state.reason = reason;
    try {
      controller.abort(reason);
    } catch {
      // Whoever waits is told by `over`.
    }
    finish();
  };
  const onDeadline = () => end("deadline", abortReason(deadline));
  const onAbort = () => end("caller", abortReason(signal));
  function stop() {
    unlisten(deadline, onDeadline);
    if (signal !== undefined) unlisten(signal, onAbort);
    finish();
  }
  if (signal !== undefined) {
    const aborted = isAborted(signal);
    if (aborted === undefined) return false;
    if (aborted) onAbort();
    else if (!listen(signal, onAbort)) return null;
  }
  return listen(deadline, onDeadline) ? state : null;
}

/** Waits, or until the call must end. */
export function sleep(milliseconds, watch) {
  return awaitable(
    new NativePromise((resolve) => {
      forward(watch.over, resolve);
      try {
        // Not a timer: a test may have stopped those.
        const alarm = AbortSignal.timeout(milliseconds);
        watch.alarm = alarm;
        listen(alarm, resolve);
      } catch {
        resolve();
      }
    }),
  );
}
