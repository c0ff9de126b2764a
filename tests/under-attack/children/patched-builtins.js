// Tries rows that its parent names, one after the other, and says what is wrong with each.

import { WAYS } from "../patched-builtins.js";
import { objectAt, patcher } from "../support/builtins.js";
import { exercise } from "../support/exercise.js";
import { ENTRY } from "../support/package.js";
import { serveRows, takeLoose } from "../support/serve-rows.js";

const oos = await import(ENTRY);
const works = () => exercise(oos, { mustSucceed: true });

async function tryPatched({ path, way, when }) {
  const patch = patcher(path, WAYS[way]);
  if (!patch) return { skipped: true };
  const complaints = await exercise(oos, { [when]: patch, lying: way === "returns undefined" });
  complaints.push(...(await takeLoose()));
  return [...complaints, ...(await works()).map((words) => `afterwards, ${words}`)];
}

async function tryFrozen({ path, freezer }) {
  Object[freezer](objectAt(path));
  return works();
}

serveRows((row) => (row.freezer ? tryFrozen(row) : tryPatched(row)));
