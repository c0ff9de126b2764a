// Values that a caller may hand over by mistake or on purpose, made anew for each use. Checked by hostile-values.test.js.

import { runInNewContext } from "node:vm";

const trap = () => {
  throw new RangeError("a hostile value");
};
const TRAPS = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, trap]));

const overflow = () => {
  const deeper = () => deeper();
  return deeper();
};

/** Every property of it does this. */
const everyProperty = (get) => new Proxy({}, { get, has: () => true, getOwnPropertyDescriptor: () => undefined });

/** `use` does something else with the package: it is another call from within a getter. */
export const VALUES = {
  "a copy of Date without its inside": () => Object.create(Date.prototype),
  "a proxy of a Date": () => new Proxy(new Date(), {}),
  "a Date that is none": () => new Date(NaN),
  "a Date whose methods throw": () => {
    const value = { value: trap };
    const methods = { getTime: value, valueOf: value, toISOString: value, toString: value, [Symbol.toPrimitive]: value };
    return Object.defineProperties(new Date(), methods);
  },
  "a Date of a class whose methods throw": () =>
    new (class extends Date {
      getTime() {
        return trap();
      }
      valueOf() {
        return trap();
      }
    })(),
  "a Date of another realm": () => runInNewContext("new Date()"),
  "a Date far away": () => new Date(8.64e15),
  "a proxy that throws at everything": () => new Proxy({}, TRAPS),
  "a callable proxy that throws at everything": () => new Proxy(function () {}, TRAPS),
  "a proxy of a list that throws at everything": () => new Proxy([], TRAPS),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a revoked proxy of a list": () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  },
  "an object whose properties are all itself": () => {
    const itself = everyProperty(() => itself);
    return itself;
  },
  "an object that throws undefined": () =>
    everyProperty(() => {
      throw undefined;
    }),
  "an object that throws an object which throws": () =>
    everyProperty(() => {
      throw new Proxy({}, TRAPS);
    }),
  "an object whose properties overflow the stack": () => everyProperty(overflow),
  "an object that uses the package": (use) =>
    everyProperty((target, name) => {
      use();
      return name;
    }),
  "a list that grows while it is read": () => {
    let length = 1;
    return new Proxy(["https://oos.example.com"], {
      get: (target, name) => (name === "length" ? (length *= 2) : "https://oos.example.com"),
    });
  },
  "a list that gets longer with each element read": () => {
    const origins = ["https://oos.example.com"];
    const get = () => origins.push("https://oos.example.com") && "https://oos.example.com";
    return Object.defineProperty(origins, 0, { get });
  },
  "a list whose iterator never ends": () => {
    const next = () => ({ done: false, value: "https://oos.example.com" });
    return Object.assign(["https://oos.example.com"], { [Symbol.iterator]: () => ({ next }) });
  },
  "a list that claims a length below zero": () => new Proxy([], { get: (target, name) => (name === "length" ? -1 : undefined) }),
  "a list that claims no number as length": () => new Proxy([], { get: (target, name) => (name === "length" ? {} : undefined) }),
  "a list that shrinks while it is read": () => {
    let length = 64;
    return new Proxy(["https://oos.example.com"], {
      get: (target, name) => (name === "length" ? (length >>= 1) : "https://oos.example.com"),
    });
  },
  "a list whose elements throw": () => Object.defineProperty(["https://oos.example.com"], 0, { get: trap }),
  "a list whose elements change": () => {
    let count = 0;
    return Object.defineProperty(["https://oos.example.com"], 0, { get: () => (count++ ? {} : "https://oos.example.com") });
  },
  "a list whose iterator throws": () => Object.assign(["https://oos.example.com"], { [Symbol.iterator]: trap }),
  "a list as long as can be": () => new Array(2 ** 32 - 1),
  "an object that claims to be a long list": () => ({ length: 2 ** 53 - 1 }),
  "a list of lists": () => [[["https://oos.example.com"]]],
  "a text object": () => new String("https://oos.example.com"),
  "a text object that throws": () => Object.assign(new String("x"), { toString: trap, valueOf: trap }),
  "an object that throws when it becomes text": () => ({ toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }),
  "a text of a million letters": () => "x".repeat(1_000_000),
  "half a surrogate pair": () => "\ud800",
  "a text with a zero byte": () => "exec-\0",
  "an empty text": () => "",
  "a symbol": () => Symbol("x"),
  "a big number": () => 2n ** 70n,
  "no number": () => NaN,
  "an endless number": () => Infinity,
  "minus zero": () => -0,
  "a number too large": () => 1e308,
  "true": () => true,
  "a function that throws": () => trap,
  "a class": () => class {},
  "a function that never returns an answer": () => () => new Promise(() => {}),
  "a generator": () => (function* () {})(),
  "an object without prototype": () => Object.create(null),
  "a frozen object": () => Object.freeze({}),
  "bytes": () => new Uint8Array(8),
  "detached bytes": () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  "an imitation of a signal": () => ({ aborted: false, addEventListener() {}, removeEventListener() {} }),
  "a copy of AbortSignal without its inside": () => Object.create(AbortSignal.prototype),
  "a proxy of a signal": () => new Proxy(new AbortController().signal, {}),
  "a signal whose own methods throw": () =>
    Object.defineProperties(new AbortController().signal, {
      addEventListener: { value: trap },
      removeEventListener: { value: trap },
      aborted: { get: trap },
      reason: { get: trap },
    }),
  "a signal that has fired with nothing": () => AbortSignal.abort(null),
  "a signal that fires with a proxy": () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Proxy({}, TRAPS)));
    return controller.signal;
  },
  "a thenable that throws": () => ({ then: trap }),
  "a thenable whose then throws when read": () => Object.defineProperty({}, "then", { get: trap }),
  "a thenable that never answers": () => ({ then() {} }),
  "a thenable that answers twice": () => ({
    then(resolve, reject) {
      resolve(1);
      reject(2);
      resolve(3);
    },
  }),
  "a promise of a proxy": () => Promise.resolve(everyProperty(trap)),
  "a promise whose own then throws": () => Object.assign(Promise.resolve({}), { then: trap }),
  "a promise whose constructor throws": () => Object.defineProperty(Promise.resolve({}), "constructor", { get: trap }),
};
