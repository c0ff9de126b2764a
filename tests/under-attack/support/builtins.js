// Finds a builtin by its path, and replaces it for a while.

const INTRINSICS = {
  "%ArrayIterator%": Object.getPrototypeOf([][Symbol.iterator]()),
  "%IteratorPrototype%": Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
  "%TypedArray%": Object.getPrototypeOf(Uint8Array),
};

// Taken before anything is patched.
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { deleteProperty } = Reflect;

/** The object that a path such as `Promise.prototype` names. */
export function objectAt(path) {
  return path.split(".").reduce((value, name) => value?.[name] ?? (value === globalThis ? INTRINSICS[name] : undefined), globalThis);
}

/** Where the builtin lies: `undefined` if this runtime does not have it, or nobody can replace it. */
function locate(path) {
  const [, kind, names, symbol] = /^(get |new |)(.*?)(?:\[@@(\w+)\])?$/.exec(path);
  const steps = names.split(".");
  const key = symbol ? Symbol[symbol] : steps.pop();
  let owner = steps.length ? objectAt(steps.join(".")) : globalThis;
  // `performance.now` and `crypto.getRandomValues` lie on the prototype.
  while (owner && !hasOwn(owner, key)) owner = getPrototypeOf(owner);
  const descriptor = owner && getOwnPropertyDescriptor(owner, key);
  return descriptor && (descriptor.configurable || descriptor.writable) ? { kind, owner, key, descriptor } : undefined;
}

/** A function that replaces the builtin and gives one that puts it back. `undefined` where that cannot be. */
export function patcher(path, replacement) {
  const found = path === "Error.prepareStackTrace" ? { kind: "", owner: Error, key: "prepareStackTrace" } : locate(path);
  if (!found) return undefined;
  const { kind, owner, key, descriptor } = found;
  if (!replacement && !descriptor?.configurable) return undefined;
  // Neither an arrow function, so that `new` reaches it, nor a constructor whose instances are no instances.
  const patched = replacement && function () {
    return replacement();
  };
  // Node makes some of its constructors when somebody first asks for them: an accessor until then.
  if (kind === "new " && patched) patched.prototype = owner[key].prototype;
  const accessor = kind === "get " && descriptor.get;
  const changed = accessor
    ? { get: patched, set: descriptor.set, configurable: true, enumerable: descriptor.enumerable }
    : { value: patched, writable: true, configurable: descriptor?.configurable ?? true, enumerable: descriptor?.enumerable ?? false };
  return () => {
    if (patched) defineProperty(owner, key, changed);
    else deleteProperty(owner, key);
    return () => {
      if (descriptor) defineProperty(owner, key, descriptor);
      else deleteProperty(owner, key);
    };
  };
}
