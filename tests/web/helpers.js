// What the tests need of JavaScript and what is awkward to write in Rust: the body of a function that returns it.

/** Evaluates to a value: option objects read best as what a caller would write. */
function js(source) {
  return (0, eval)(`(${source})`);
}

/** Like `js`, for a function body that gets `context`. */
function run(source, context) {
  return new Function("context", source)(context);
}

/** One call of the emulator's control interface. */
async function control(origin, method, path, body) {
  const answer = await fetch(origin + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}

/** Returns everything that an error shows when it is logged or serialised. */
function everyText(error) {
  const texts = [String(error), error?.stack ?? ""];
  const walk = (value, depth) => {
    if (value === null || typeof value !== "object" || depth > 4) return texts.push(String(value));
    for (const key of Object.getOwnPropertyNames(value)) walk(value[key], depth + 1);
  };
  walk(error, 0);
  return texts.join("\n");
}

/** A promise's end as a value; `pending` if it has none after ten seconds. */
function settled(promise) {
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, { pending: true }));
  return Promise.race([promise.then((value) => ({ value }), (error) => ({ error })), late]);
}

const lines = [];
for (const level of ["debug", "error", "info", "log", "warn"]) {
  const original = console[level];
  console[level] = (...values) => {
    lines.push(values.map(everyText).join(" "));
    original.apply(console, values);
  };
}

/** What has been written to the console so far. */
function consoleText() {
  return lines.join("\n");
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

return { js, run, control, everyText, settled, consoleText, sleep };
