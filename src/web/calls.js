// The calls in progress: what they wait for, and how they end when an exception unwinds through the module.
import { createError, isOwnError } from "./errors.js";
import { abortReason, isAborted, listen, unlisten } from "./platform.js";

const { apply } = Reflect;
const { defineProperty } = Object;
const NativePromise = Promise;

// Takes 8 KiB of the stack for its arguments, most of them bound, once for each piece. The block prevents a tail call.
const OTHERS = new Array(100).fill(0);
const takeRoom = (() => { if (--pieces > 0) apply(takeRoom, undefined, OTHERS); }).bind(undefined, ...new Array(900).fill(0));
let pieces;

const calls = { __proto__: null };
let lastId = 0;

// The call that the module has just begun, until its promise has left the module.
let begun;

let depth = 0;
let interrupted = false;
let instance = 0;
let restart = () => {};

/** Sets the function that creates a fresh instance of the module. */
export function onInterrupt(callback) {
  restart = callback;
}

/** Returns the number of the running instance. Objects of earlier instances are invalid. */
export function currentInstance() {
  return instance;
}

const interruption = (code, message, outcome) =>
  createError(message, { name: "StateError", code, remedy: outcome === "unknown" ? "check-execution" : "fix-program", outcome });

/**
 * Enters the module. An exception that is not an error of the package has unwound through the module's frames: a stack
 * overflow, or a built-in function that a page replaced. Then every call in progress is rejected and the next one starts a
 * new instance.
 */
export function guarded(run, often = false) {
  try {
    // V8 needs 40 KiB to compile a function that runs for the first time. A signer only needs the stack of compiled ones.
    pieces = often ? 1 : 6;
    apply(takeRoom, undefined, OTHERS);
  } catch {
    throw exhausted();
  }
  return entered(run);
}

function entered(run) {
  // An interrupted instance is replaced once nothing of it is on the stack.
  if (interrupted) recover();
  if (interrupted) throw unusable("not-sent");
  depth++;
  try {
    const value = run();
    // Every export returns a value, unless a replaced built-in function in the generated glue has lost it.
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
  interruption("StackExhausted", "Too little of the stack is left. Call the function from a less deeply nested one.", "not-sent");
// Compiled now: when it is needed, no stack is left to compile it.
exhausted();

const unusable = (outcome) =>
  interruption(
    "ModuleInterrupted",
    "JavaScript threw inside the module: the stack overflowed, or a built-in function was replaced. Create a new client.",
    outcome,
  );

function recover() {
  if (depth > 0) return;
  try {
    // No caller has the promise of the call that was just started, so its rejection would be unhandled.
    if (begun !== undefined) delete calls[begun];
    begun = undefined;
    for (const id in calls) settle(id, false, unusable("unknown"));
    restart();
    instance++;
    interrupted = false;
  } catch {
    // The next call retries this.
  }
}

/** Enters the module from a microtask, which has the whole stack and no caller to throw to. */
function enter(run) {
  try {
    entered(() => (run(), true));
  } catch {
    // The calls under way have been rejected.
  }
}

/** Returns the id of a new call. */
export function newCall() {
  return ++lastId;
}

/**
 * Returns the promise of a call that `drive` polls. Keeps the process alive for it, at most `milliseconds`, or until it ends if
 * they are `undefined`.
 */
export function begin(id, drive, milliseconds) {
  let call;
  const promise = new NativePromise((resolve, reject) => {
    call = { drive, resolve, reject, scheduled: false, hold: undefined };
  });
  calls[id] = call;
  begun = id;
  try {
    // The deadline alone does not keep Node alive, and the caller must see it pass. A day is only an interval to stay alive.
    call.hold = milliseconds === undefined ? setInterval(() => {}, 86_400_000) : setTimeout(() => {}, milliseconds);
  } catch {
    // Without timers there is no process to keep alive.
  }
  schedule(id);
  return promise;
}

/** Polls a call soon. Uses `await`, because a page can replace `queueMicrotask`. */
export async function schedule(id) {
  const call = calls[id];
  if (!call || call.scheduled) return;
  call.scheduled = true;
  await undefined;
  call.scheduled = false;
  if (calls[id] === call) enter(() => call.drive(+id));
}

/** Settles the promise of a call. */
export function settle(id, accepted, value) {
  const call = calls[id];
  if (!call) return;
  delete calls[id];
  try {
    clearTimeout(call.hold);
  } catch {
    // The timer ends on its own.
  }
  if (!accepted) return call.reject(value);
  try {
    // If a script gave every object a `then`, the result would be taken for a promise.
    if (value.then !== undefined) defineProperty(value, "then", { __proto__: null, value: undefined });
  } catch {
    // The result is taken for a promise.
  }
  call.resolve(value);
}

/** Wraps a promise for the module to await, with a `then` that no page can replace. */
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

/** Settles as the promise does, or rejects when the call must end. Some platforms lose the signal of a request in progress. */
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

/** Calls an observer. Ignores what it throws or rejects with. */
export async function notify(observer, value) {
  try {
    await observer(value);
  } catch {
    // Errors of the observer are ignored.
  }
}

let lastFollower = 0;

/**
 * Watches for the end of a call: the deadline, the caller's signal or the end of `leader`, whichever comes first. Without
 * `milliseconds` there is no deadline. Returns `false` if `signal` is not a signal, `null` if the platform has no signals.
 */
export function watch(signal, milliseconds, leader) {
  let controller;
  let deadline;
  try {
    controller = new AbortController();
    if (milliseconds !== undefined) deadline = AbortSignal.timeout(milliseconds);
  } catch {
    return null;
  }
  let finish;
  const over = new NativePromise((resolve) => {
    finish = resolve;
  });
  const followers = { __proto__: null };
  const state = { __proto__: null, signal: controller.signal, endedBy: undefined, reason: undefined, over, stop, followers };
  const follower = ++lastFollower;
  const end = (by, reason) => {
    if (state.endedBy) return;
    state.endedBy = by;
    state.reason = reason;
    try {
      controller.abort(reason);
    } catch {
      // `over` ends what waits.
    }
    finish();
    for (const id in followers) followers[id](by, reason);
  };
  const onDeadline = () => end("deadline", abortReason(deadline));
  const onAbort = () => end("caller", abortReason(signal));
  function stop() {
    if (deadline) unlisten(deadline, onDeadline);
    if (signal !== undefined) unlisten(signal, onAbort);
    if (leader) delete leader.followers[follower];
    finish();
  }
  if (signal !== undefined) {
    const aborted = isAborted(signal);
    if (aborted === undefined) return false;
    if (aborted) onAbort();
    else if (!listen(signal, onAbort)) return null;
  }
  // Not listeners of its signal: Node warns of more than ten, and a fleet has a hundred calls.
  if (leader?.endedBy) end(leader.endedBy, leader.reason);
  else if (leader) leader.followers[follower] = end;
  return !deadline || listen(deadline, onDeadline) ? state : null;
}

/** Waits for a time, or until the call must end. */
export function sleep(milliseconds, watch) {
  return awaitable(
    new NativePromise((resolve) => {
      let timer;
      let alarm;
      const end = () => {
        resolve();
        // Deno stays alive for a signal that somebody listens to.
        if (alarm !== undefined) unlisten(alarm, end);
        try {
          clearTimeout(timer);
        } catch {
          // It ends on its own.
        }
      };
      forward(watch.over, end);
      // A test may have stopped the timers, and a script may have replaced what dispatches the event of a signal.
      try {
        timer = setTimeout(end, milliseconds);
      } catch {
        // The signal alone counts.
      }
      try {
        alarm = AbortSignal.timeout(milliseconds);
        watch.alarm = alarm;
        listen(alarm, end);
      } catch {
        if (timer === undefined) resolve();
      }
    }),
  );
}
