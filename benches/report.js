// target/bench/report.md and its chart, out of the results.

import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { table as markdown } from "../tests/support/readme.js";
import { OUT } from "./bundle.js";
import { chart } from "./chart.js";
import { fleetChart, fleetTable } from "./fleet-report.js";
import { OUR_VALIDATOR, PLAIN, POP_CORE } from "./names.js";
import { median, quartiles, ratios } from "./statistics.js";
import { HOSTILE_MS, hostileMs, TARGETS } from "./targets.js";

export const ENVIRONMENTS = ["node", "chromium", "firefox"];
export const WORKLOAD_WORDS = { plain: "AccessKey", token: "STS token of 720 characters" };

export const table = (head, rows) => markdown(head, rows, "--:");

const whole = (number) => Math.round(number).toLocaleString("en");
export const times = (number) => (number < 10 ? number.toFixed(number < 1 ? 2 : 1) : whole(number));
const spread = (values, format) => `${format(values.median)} (${format(values.low)} to ${format(values.high)})`;

/** The names of a race, the fastest first. */
const ranked = (race) => Object.keys(race).sort((a, b) => median(race[a]) - median(race[b]));

function raceTable(race, bases) {
  const head = ["", "ns", ...bases.map((base) => `times as fast as ${base}`)];
  return table(head, ranked(race).map((name) => [
    name,
    spread(quartiles(race[name]), whole),
    ...bases.map((base) => spread(ratios(race[name], race[base]), times)),
  ]));
}

function ofEnvironment({ version, signing, validating, hostile }) {
  const parts = [`## ${version}`];
  for (const [workload, words] of Object.entries(WORKLOAD_WORDS)) {
    parts.push(`### Signing one URL, ${words}`, raceTable(signing[workload], [POP_CORE, PLAIN]));
  }
  for (const [workload, words] of Object.entries(WORKLOAD_WORDS)) {
    parts.push(`### Validating one URL with its signature, ${words}`, raceTable(validating[workload], [OUR_VALIDATOR]));
  }
  const sizes = Object.keys(Object.values(hostile)[0]);
  const rows = Object.entries(hostile).map(([char, bySize]) => [`\`${char}\``, ...sizes.map((size) => median(bySize[size]).toFixed(2))]);
  parts.push(
    "### Hostile text, in milliseconds",
    table(["a URL with as many bytes of", ...sizes.map((size) => whole(Number(size)))], rows),
    "What is longer than 65,536 characters is refused unread.",
  );
  return parts;
}

export const NAMES = { ours: "oos-cancel, all of it", plain: PLAIN, "pop-core": POP_CORE };

function sizeTable(sizes) {
  const rows = Object.entries(sizes).sort(([, a], [, b]) => a.gzip - b.gzip);
  return table(["", "minified", "gzip -9"], rows.map(([name, { minified, gzip }]) => [NAMES[name] ?? name, whole(minified), whole(gzip)]));
}

function targetTable(results) {
  const rows = TARGETS.map(({ words, times: wanted, of }) => [words, of(results), wanted]).filter(([, reached]) => reached);
  const cells = rows.map(([words, reached, wanted]) => [words, `${times(reached)}x`, `${wanted}x`, reached >= wanted ? "met" : "missed"]);
  for (const environment of ENVIRONMENTS.filter((name) => results[name])) {
    const ms = hostileMs(results[environment]);
    const words = `${results[environment].version}: a megabyte of hostile text`;
    cells.push([words, `${ms.toFixed(2)} ms`, `${HOSTILE_MS} ms`, ms <= HOSTILE_MS ? "met" : "missed"]);
  }
  return table(["", "reached", "target", ""], cells);
}

export async function writeReport(results) {
  const { sizes, native, start, fleet } = results;
  const parts = ["# Measured", `On ${cpus().length} cores of ${cpus()[0].model}. Medians, and quartiles in brackets: of times, and of the ratios of each round.`];
  parts.push("![Signing one URL](chart.svg)", "## Targets", targetTable(results));
  for (const name of ENVIRONMENTS) if (results[name]) parts.push(...ofEnvironment(results[name]));
  if (native) {
    const rows = Object.keys(WORKLOAD_WORDS).map((workload) => [WORKLOAD_WORDS[workload], whole(native.sign[workload]), whole(native.validate[workload])]);
    parts.push("## Rust natively, in nanoseconds", table(["", "signing", "validating"], rows));
  }
  if (start) {
    const rows = Object.entries(start).map(([name, ms]) => [NAMES[name], spread(quartiles(ms), (value) => value.toFixed(1))]);
    parts.push("## From import() to the first signed URL in a fresh context of Chromium, in milliseconds", table(["", "ms"], rows));
  }
  if (fleet) {
    parts.push(`## A fleet of ${whole(fleet.size)} executions in Chromium`, "![Executions that are settled](fleet.svg)", ...fleetTable(fleet));
    await writeFile(`${OUT}fleet.svg`, fleetChart(fleet));
  }
  if (sizes) parts.push("## What a page loads, in bytes", sizeTable(sizes));
  await writeFile(`${OUT}report.md`, `${parts.join("\n\n")}\n`);
  if (ENVIRONMENTS.some((name) => results[name])) await writeFile(`${OUT}chart.svg`, chart(results));
}
