// What the programs of the Node SDKs share: cases in from a file, one line out for each.
import { once } from "node:events";
import { linesIn, toLine } from "./lines.js";

/** `sign` gives the stages of one case; what it throws is a refusal. */
export async function answerCases(sign) {
  for await (const one of linesIn(process.argv[2])) {
    const answer = await sign(one).catch((error) => ({ refused: String(error) }));
    if (!process.stdout.write(toLine(answer))) await once(process.stdout, "drain");
  }
}
