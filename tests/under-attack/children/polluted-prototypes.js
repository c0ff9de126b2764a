// Plants what its parent names on `Object.prototype` while everything is used.

import { WAYS } from "../polluted-prototypes.js";
import { exercise } from "../support/exercise.js";
import { ENTRY } from "../support/package.js";
import { serveRows, takeLoose } from "../support/serve-rows.js";

const oos = await import(ENTRY);
const { create, defineProperty, prototype } = Object;

// A descriptor without a prototype: what is planted may be called `get`.
const bare = (members) => Object.assign(create(null), { configurable: true, enumerable: false }, members);

serveRows(async ({ name, way, when }) => {
  const planted = WAYS[way](name);
  if (!planted) return { skipped: true };
  const descriptor = bare(planted);
  const before = () => {
    defineProperty(prototype, name, descriptor);
    return () => {
      delete prototype[name];
    };
  };
  // What cannot be overwritten keeps every script from making objects with such a member, and so do `get` and `set` in every
  // descriptor. Then a call may end with an error, but a true one.
  const mustSucceed = way === "a value" && name !== "get" && name !== "set";
  // A setter that keeps everything for itself takes members out of every object that is made.
  const complaints = await exercise(oos, { [when]: before, mustSucceed, lying: way.startsWith("a setter") });
  complaints.push(...(await takeLoose()));
  return [...complaints, ...(await exercise(oos, { mustSucceed: true })).map((words) => `afterwards, ${words}`)];
});
