// Everything that an error, a result or an attempt shows, and whether a secret is in it, however it is written.

import { inspect } from "node:util";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", plus: "+", sol: "/", equals: "=" };

/** Undoes one layer of every encoding that servers and loggers use. */
function decoded(text) {
  return text
    .replace(/%([0-9a-f]{2})/gi, (whole, hex) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
    .replace(/&#(\d+);/g, (whole, number) => String.fromCharCode(Number(number)))
    .replace(/&#x([0-9a-f]+);/gi, (whole, hex) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\u([0-9a-f]{4})/gi, (whole, hex) => String.fromCharCode(parseInt(hex, 16)));
}

const plain = (text) => text.replace(/[^0-9a-z]/gi, "");

/** The names of those secrets of which a text shows at least `length` letters and digits in a row. */
export function leaked(text, secrets, length = 16) {
  const layers = [];
  for (let layer = text; layers.length < 5; layer = decoded(layer)) layers.push(plain(layer));
  // Most layers are as the one before.
  const hays = [...new Set(layers)];
  const shows = (secret) => {
    const needle = plain(secret);
    for (let at = 0; at + length <= needle.length; at++) {
      const part = needle.slice(at, at + length);
      if (hays.some((hay) => hay.includes(part))) return true;
    }
    return false;
  };
  return Object.keys(secrets).filter((name) => [secrets[name]].flat().some(shows));
}

/** All texts of a value, its hidden members, its cause and its stack among them. */
export function everyText(value) {
  const texts = [inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null, breakLength: Infinity })];
  const attempt = (work) => {
    try {
      texts.push(String(work()));
    } catch {
      // It has no such form.
    }
  };
  attempt(() => value);
  attempt(() => JSON.stringify(value));
  attempt(() => value.stack);
  attempt(() => inspect(structuredClone(value), { depth: Infinity, showHidden: true }));
  const seen = new Set();
  const walk = (it) => {
    if (typeof it === "string") texts.push(it);
    if (it === null || typeof it !== "object" || seen.has(it)) return;
    seen.add(it);
    for (const key of Reflect.ownKeys(it)) attempt(() => walk(it[key]) ?? "");
  };
  walk(value);
  return texts.join("\n");
}
