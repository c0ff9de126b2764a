// The ids of a fleet: an array or a set is copied at once, any other iterable is read one by one. Nothing here throws into the
// module, whatever a page's iterator does.
import { define, elements } from "./platform.js";

const { apply, getOwnPropertyDescriptor } = Reflect;
const { iterator: ITERATOR, asyncIterator: ASYNC_ITERATOR } = Symbol;
const sizeOf = getOwnPropertyDescriptor(Set.prototype, "size").get;
const { forEach } = Set.prototype;

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
