// What may throw, called so that no exception reaches the module: each import of it that throws leaves a handle behind.

/** A promise of what the provider gives or throws. */
export function callProvider(provider) {
  return new Promise((resolve) => resolve(provider()));
}

/** Tells an observer and forgets it: neither an exception nor a rejected promise of its own comes back. */
export function notify(observer, value) {
  callProvider(() => observer(value)).catch(() => {});
}

/** The value of a JSON text, or `undefined`, which none has. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
