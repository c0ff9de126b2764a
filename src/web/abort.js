// Waiting that ends when a signal aborts, and leaves neither a timer nor a listener behind.

/**
 * A deadline, and either it or the caller's signal; `false` if that is no signal, `null` where there is no `AbortSignal.any`
 * and `AbortSignal.timeout`.
 */
export function watch(signal, milliseconds) {
  try {
    const deadline = AbortSignal.timeout(milliseconds);
    if (signal === undefined) return { either: deadline, deadline };
    if (!isSignal(signal)) return false;
    return { either: AbortSignal.any([signal, deadline]), deadline };
  } catch {
    return null;
  }
}

/** Asks the platform's own getter, which throws for an imitation but takes a signal from another realm. */
function isSignal(value) {
  try {
    Reflect.get(AbortSignal.prototype, "aborted", value);
    return true;
  } catch {
    return false;
  }
}

export function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/** A promise that resolves when the signal aborts, or when `stop` is called: one that never did would never let go of who waits. */
export function listen(signal) {
  let end;
  const aborted = new Promise((resolve) => {
    end = resolve;
  });
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  const stop = () => {
    signal.removeEventListener("abort", end);
    end();
  };
  return { aborted, stop };
}
