// Calling the caller's own functions: whatever they do, the call goes on.

/** A promise of what the provider gives or throws. */
export function callProvider(provider) {
  return new Promise((resolve) => resolve(provider()));
}

/** Tells an observer and forgets it: neither an exception nor a rejected promise of its own comes back. */
export function notify(observer, value) {
  callProvider(() => observer(value)).catch(() => {});
}
