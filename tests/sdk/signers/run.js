// All cases, by all signers, side by side.
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { caseOf, isUnsendable } from "./cases.js";
import { compare, compareUnsendable } from "./compare.js";
import { linesIn, toLine } from "./lines.js";
import { sign } from "./ours.js";
import { answersOf, SDKS } from "./sdks.js";

const folder = fileURLToPath(new URL("../../../target/sdk/", import.meta.url));
const SHOWN = 5;

export async function writeCases(seed, numbers) {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}cases-${process.pid}.jsonl`;
  const out = createWriteStream(file);
  for (const number of numbers) {
    if (!out.write(toLine(caseOf(seed, number)))) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return file;
}

/** What we say to a case: the stages, or why not. */
export function signOrRefusal(one) {
  try {
    return sign(one);
  } catch (error) {
    if (error.name !== "InvalidInputError") throw error;
    return { refused: error.problems.map(({ parameter, code }) => `${parameter} ${code}`).join(", ") };
  }
}

/** Counts, and the first of the differences, for each SDK; and how many cases had each kind of text. */
export async function run(seed, file) {
  const results = SDKS.map((sdk) => ({ sdk, signed: 0, refused: 0, differences: 0, shown: [], excluded: {}, answers: answersOf(sdk, file) }));
  const kinds = {};
  try {
    await compareAll(seed, file, results, kinds);
    for (const { answers } of results) await answers.next();
  } finally {
    await Promise.all(results.map(({ answers }) => answers.return()));
  }
  return { results, kinds };
}

async function compareAll(seed, file, results, kinds) {
  for await (const one of linesIn(file)) {
    for (const kind of one.kinds) kinds[kind] = (kinds[kind] ?? 0) + 1;
    const ours = isUnsendable(one.number) ? undefined : signOrRefusal(one);
    for (const result of results) {
      const { value: answer, done } = await result.answers.next();
      if (done) throw new Error(`${result.sdk.name} stopped at case ${one.number}.`);
      const difference = (stage, expected, found) => {
        result.differences += 1;
        if (result.shown.length < SHOWN) result.shown.push({ case: one.number, stage, expected, found });
      };
      const excluded = ours
        ? compare(seed, one, ours, result.sdk, answer, difference)
        : compareUnsendable(one, signOrRefusal, result.sdk, answer, difference);
      if (ours) result.signed += 1;
      else result.refused += 1;
      for (const why of excluded) result.excluded[why] = (result.excluded[why] ?? 0) + 1;
    }
  }
}
