// How much the module holds. Has to be imported before the package: it looks at the instance when that is made.

let exports;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    exports = this.exports;
  }
};

/**
 * The JavaScript values that the module holds, or `undefined` if it has no such table. Its free places cannot be told from those
 * with `undefined`: all of them are taken, until the table has to grow, and given back.
 */
export function handlesInUse() {
  const { __wbindgen_externrefs: table, __externref_table_alloc: take, __externref_table_dealloc: giveBack } = exports ?? {};
  if (!table || !take || !giveBack) return undefined;
  const { length } = table;
  const taken = [];
  while (table.length === length) taken.push(take());
  for (const place of taken) giveBack(place);
  return length - taken.length + 1;
}

/** The bytes of its memory. */
export const memoryBytes = () => Object.values(exports ?? {}).find((it) => it instanceof WebAssembly.Memory)?.buffer.byteLength;
