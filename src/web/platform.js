// What the module needs from JavaScript. Nothing here throws into the module: an exception that unwinds through a
// WebAssembly frame leaves the stack pointer and the state of the module as they were. Built-ins that calls depend on are captured when the
// file is loaded, since other scripts of the page may replace them later.

const { apply, getOwnPropertyDescriptor } = Reflect;
const { create, defineProperty, hasOwn, keys } = Object;
const { isArray } = Array;
const { now: dateNow } = Date;
const { toString } = Object.prototype;
const getTime = Date.prototype.getTime;
const getter = (prototype, name) => getOwnPropertyDescriptor(prototype ?? {}, name)?.get;
// Inherited by signals: a test environment may have put another EventTarget in place of the platform's.
const { addEventListener, removeEventListener } = globalThis.AbortSignal?.prototype ?? {};
const abortedOf = getter(globalThis.AbortSignal?.prototype, "aborted");
const reasonOf = getter(globalThis.AbortSignal?.prototype, "reason");
const hrefOf = getter(globalThis.URL?.prototype, "href");
const sizeOf = getter(Set.prototype, "size");
const { forEach } = Set.prototype;
// Some environments of test runners have none.
const encoder = globalThis.TextEncoder && new globalThis.TextEncoder();
const encodeInto = encoder?.encodeInto;
const { iterator: ITERATOR, asyncIterator: ASYNC_ITERATOR } = Symbol;

/** Stands for a value whose getter threw. */
const UNREADABLE = Symbol("unreadable");

export function isUnreadable(value) {
  return value === UNREADABLE;
}

/** Reads an own property. An inherited one does not count: any script can add it to `Object.prototype`. */
export function own(object, name) {
  try {
    return hasOwn(object, name) ? object[name] : undefined;
  } catch {
    return UNREADABLE;
  }
}

/** Copies the own elements of an array; `null` for another value, `undefined` for more than `limit` elements. */
export function elements(value, limit) {
  try {
    if (!isArray(value)) return null;
    // Read once: a proxy may return another length each time.
    const length = value.length;
    if (length > limit) return undefined;
    const copy = [];
    for (let index = 0; index < length; index++) define(copy, index, own(value, index));
    return copy;
  } catch {
    return null;
  }
}

/** Returns whether a value is an object of names and values, and no `Map`, `Date` or other object that has none of its own. */
export function isRecord(value) {
  try {
    return apply(toString, value, []) === "[object Object]";
  } catch {
    return false;
  }
}

/** Lists the own enumerable members of an object, names and values in turn; `null` for another value or more than `limit`. */
export function entries(value, limit) {
  try {
    if (typeof value !== "object" || value === null || isArray(value)) return null;
    const names = keys(value);
    if (names.length > limit) return null;
    const list = [];
    for (let index = 0; index < names.length; index++) {
      define(list, 2 * index, names[index]);
      define(list, 2 * index + 1, own(value, names[index]));
    }
    return list;
  } catch {
    return null;
  }
}

/** Returns the milliseconds of a `Date` of any realm; `undefined` for any other value. */
export function dateValue(value) {
  try {
    return apply(getTime, value, []);
  } catch {
    return undefined;
  }
}

/** Returns the `href` of a `URL` of any realm; `undefined` for any other value, including imitations. */
export function urlHref(value) {
  try {
    return apply(hrefOf, value, []);
  } catch {
    return undefined;
  }
}

/** Copies a string as UTF-8; returns `false` if there is not enough room. */
export function copyText(text, place) {
  try {
    return apply(encodeInto, encoder, [text, place]).read === text.length;
  } catch {
    return false;
  }
}

/** Returns the time of day in milliseconds, by the page's clock, which a test may have set, or else by the built-in one. */
export function now() {
  try {
    const time = Date.now();
    if (typeof time === "number") return time;
  } catch {
    // The page's clock throws.
  }
  return dateNow();
}

let latest = 0;

/** Returns the milliseconds since some fixed point; never decreases. */
export function monotonicNow() {
  let time;
  try {
    time = performance.now();
  } catch {
    time = now();
  }
  if (typeof time === "number" && time > latest) latest = time;
  return latest;
}

/** Fills `bytes` with random bytes; returns `false` if the platform has no source. */
export function fillRandom(bytes) {
  try {
    crypto.getRandomValues(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Sets an own property, whatever the prototypes define under its name. */
export function define(object, name, value) {
  defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** Copies a JSON value, so that a change of the copy does not change the value. It may be nested too deeply for a recursion. */
export function copyJson(value) {
  const whole = [value];
  const open = [whole];
  for (let next = 0; next < open.length; next++) {
    const object = open[next];
    const names = keys(object);
    for (let index = 0; index < names.length; index++) {
      const member = object[names[index]];
      if (typeof member !== "object" || member === null) continue;
      const copy = isArray(member) ? [] : {};
      const inner = keys(member);
      for (let at = 0; at < inner.length; at++) define(copy, inner[at], member[inner[at]]);
      define(object, names[index], copy);
      define(open, open.length, copy);
    }
  }
  return whole[0];
}

/** Sets an own property that is not enumerable. */
export function hide(object, name, value) {
  defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/** Creates an object without a prototype, so that only its own properties count. */
export function bareObject() {
  return create(null);
}

/** Returns whether a signal of any realm has aborted; `undefined` for any other value. */
export function isAborted(signal) {
  try {
    return apply(abortedOf, signal, []);
  } catch {
    return undefined;
  }
}

export function abortReason(signal) {
  try {
    return apply(reasonOf, signal, []);
  } catch {
    return undefined;
  }
}

export function listen(signal, listener) {
  try {
    apply(addEventListener, signal, ["abort", listener]);
    return true;
  } catch {
    return false;
  }
}

export function unlisten(signal, listener) {
  try {
    apply(removeEventListener, signal, ["abort", listener]);
  } catch {
    // The listener is called for an abort that no longer matters.
  }
}

/** Copies the members of a set of any realm; `null` for another value. */
function members(value, limit) {
  try {
    if (apply(sizeOf, value, []) > limit) return undefined;
    const copy = [];
    let length = 0;
    apply(forEach, value, [(member) => define(copy, length++, member)]);
    return copy;
  } catch {
    return null;
  }
}

/** Returns the ids of an array or a set; `undefined` for more than `limit`, `null` for another value. */
export function wholeIds(value, limit) {
  const copy = elements(value, limit);
  return copy === null ? members(value, limit) : copy;
}

/** Begins to read an iterable, or an async one; `null` for another value. */
export function openIds(value) {
  try {
    // The characters of a string are no ids.
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return null;
    const isAsync = typeof value[ASYNC_ITERATOR] === "function";
    const iterator = value[isAsync ? ASYNC_ITERATOR : ITERATOR]();
    return { __proto__: null, iterator, isAsync, next: iterator.next };
  } catch (error) {
    // What is iterable, but throws, fails like one that throws later.
    return isIterable(value) ? { __proto__: null, error } : null;
  }
}

function isIterable(value) {
  try {
    return typeof (value[ASYNC_ITERATOR] ?? value[ITERATOR]) === "function";
  } catch {
    return true;
  }
}

/** Reads the next id. Never rejects. */
export async function nextId(source) {
  try {
    if ("error" in source) throw source.error;
    const { iterator, isAsync, next } = source;
    let step = apply(next, iterator, []);
    if (isAsync) step = await step;
    if ((typeof step !== "object" && typeof step !== "function") || step === null) {
      throw new TypeError("The iterator returned a step that is no object.");
    }
    const done = !!step.done;
    return { __proto__: null, done, value: done ? undefined : step.value, failed: false };
  } catch (error) {
    return { __proto__: null, done: true, value: error, failed: true };
  }
}

/** Tells an iterator that nobody reads on. */
export async function closeIds(source) {
  try {
    const { iterator } = source;
    if (iterator) await iterator.return?.();
  } catch {
    // Nobody waits for it.
  }
}
