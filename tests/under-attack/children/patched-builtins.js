// Tries rows that its parent names, one after the other, and says what is wrong with each.

import { FREEZERS, WAYS } from "../patched-builtins.js";
import { objectAt, patcher } from "../support/builtins.js";
import { exercise } from "../support/exercise.js";
import { ENTRY } from "../support/package.js";

const oos = await import(ENTRY);
const send = process.send.bind(process);

// The parent has rejections that nobody handles thrown as exceptions. No listener: Node's own way to it uses what is patched.
Error.stackTraceLimit = 50;
const loose = [];
process.setUncaughtExceptionCaptureCallback((error) => {
  loose[loose.length] = error;
});

/** What came loose in the package; what did in the platform alone cannot be helped. */
async function takeLoose() {
  await new Promise((resolve) => setImmediate(resolve));
  const texts = loose.splice(0).map((error) => `nobody catches ${error?.stack ?? error}`);
  return texts.filter((text) => /\/pkg\/|wasm:/.test(text));
}

const works = () => exercise(oos, { mustSucceed: true });

async function tryPatched({ path, way, when }) {
  const patch = patcher(path, WAYS[way]);
  if (!patch) return { skipped: true };
  const complaints = await exercise(oos, { [when]: patch, lying: way === "returns undefined" });
  complaints.push(...(await takeLoose()));
  complaints.push(...(await works()).map((words) => `afterwards, ${words}`));
  return { complaints };
}

async function tryFrozen({ path, freezer }) {
  if (!FREEZERS.includes(freezer)) throw new Error(`There is no Object.${freezer}.`);
  Object[freezer](objectAt(path));
  const complaints = await works();
  return { complaints: [...complaints, ...(await takeLoose())] };
}

process.on("message", async (row) => {
  try {
    send(await (row.freezer ? tryFrozen(row) : tryPatched(row)));
  } catch (error) {
    send({ complaints: [`the module stays broken: ${error?.stack ?? error}`] });
  }
});
send({ ready: true });
