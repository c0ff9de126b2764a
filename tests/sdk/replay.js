// One case of signers.test.js, and what every signer makes of it: SEED=… CASE=… node tests/sdk/replay.js
import { rmSync } from "node:fs";
import { caseOf } from "./signers/cases.js";
import { signOrRefusal, writeCases } from "./signers/run.js";
import { answersOf, SDKS } from "./signers/sdks.js";

const { SEED: seed, CASE: number } = process.env;
if (!seed || !/^\d+$/.test(number ?? "")) {
  console.error("Name the case: SEED=… CASE=… node tests/sdk/replay.js");
  process.exit(2);
}
const one = caseOf(seed, Number(number));
const file = await writeCases(seed, [Number(number)]);
const show = (title, value) => console.log(`== ${title}\n${JSON.stringify(value, null, 2)}`);
show("the case", one);
show("oos-cancel", signOrRefusal(one));
for (const sdk of SDKS) {
  for await (const answer of answersOf(sdk, file)) show(sdk.name, answer);
}
rmSync(file);
