// Writes the results of the last `make bench` into docs/size-and-speed.md, between its marks: `node benches/readme.js`.

import { readFile } from "node:fs/promises";
import { printSection } from "../tests/support/readme.js";
import { OUT } from "./bundle.js";
import { NOBLE, NOBLE_VALIDATOR, OUR_VALIDATOR, OURS, OURS_ONCE, PLAIN, POP_CORE, WEBCRYPTO, WEBCRYPTO_VALIDATOR } from "./names.js";
import { ENVIRONMENTS, table, times } from "./report.js";
import { median, ratios } from "./statistics.js";
import { hostileMs } from "./targets.js";

const environmentsOf = (results) => ENVIRONMENTS.map((name) => results[name]);
const microseconds = (race, name) => (median(race[name]) / 1000).toFixed(1);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

function signing(results) {
  const environments = environmentsOf(results);
  const head = ["One URL, µs", ...environments.flatMap(({ version }) => [`${version.split(".")[0]}, AccessKey`, "STS token"])];
  const rows = [OURS, OURS_ONCE, PLAIN, NOBLE, WEBCRYPTO, POP_CORE].map((name) => [
    name.startsWith("oos-cancel") ? `**${name}**` : name,
    ...environments.flatMap(({ signing }) => [microseconds(signing.plain, name), microseconds(signing.token, name)]),
  ]);
  return table(head, rows);
}

function validating(results) {
  const environments = environmentsOf(results);
  const head = ["One URL with its signature, µs", ...environments.flatMap(({ version }) => [`${version.split(".")[0]}, AccessKey`, "STS token"])];
  const rows = [OUR_VALIDATOR, NOBLE_VALIDATOR, WEBCRYPTO_VALIDATOR].map((name) => [
    name.startsWith("oos-cancel") ? `**${name}**` : name,
    ...environments.flatMap(({ validating }) => [microseconds(validating.plain, name), microseconds(validating.token, name)]),
  ]);
  return table(head, rows);
}

const inWords = (parts) => `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

function words(results) {
  const each = (one, other) => inWords(environmentsOf(results).map(({ version, signing: { plain } }) =>
    `${times(ratios(plain[one], plain[other]).median)} in ${version.split(" ")[0]}`));
  const { sizes, start } = results;
  const hostile = Math.max(...environmentsOf(results).map(hostileMs));
  return `\
How many times as fast as \`@alicloud/pop-core\`, round by round: ${each(OURS, POP_CORE)}. As the best plain JavaScript that we could
write, with its own SHA-1: ${each(OURS, PLAIN)}. **So speed is no reason to use WebAssembly here instead of careful JavaScript**:
SHA-1 takes as long in both, and the module is compiled for size. Plain JavaScript is also far smaller: a page that only signs loads
${kilobytes(sizes.plain.gzip)} (gzip) with it and ${kilobytes(sizes.ours.gzip)} with this whole package, which also validates, sends and judges. With
\`@alicloud/pop-core\` it loads ${kilobytes(sizes["pop-core"].gzip)}. From \`import()\` to the first signed URL a fresh Chromium takes
${median(start.ours).toFixed(0)} ms, and ${median(start.plain).toFixed(0)} ms with plain JavaScript. A megabyte of hostile text is refused within ${Math.ceil(hostile)} ms.`;
}

/** Lines as long as those of the rest of the README. */
const wrapped = (text) => text.replaceAll("\n", " ").replace(/(.{1,128})(?: |$)/g, "$1\n").trimEnd();

const results = JSON.parse(await readFile(`${OUT}results.json`, "utf8"));
const section = `${signing(results)}\n\n${validating(results)}\n\n${wrapped(words(results))}`;
await printSection("docs/size-and-speed.md", "performance", section);
