// Waiting that ends when a signal aborts, and leaves neither a timer nor a listener behind.

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
