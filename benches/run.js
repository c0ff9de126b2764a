// Measures everything and writes target/bench: results.json, report.md, chart.svg. `--quick` takes a fifth of the time;
// `--only node,fleet` and so on measures a part and keeps the rest of the results.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { bundle, OUT } from "./bundle.js";
import { fleet } from "./fleet.js";
import { inBrowser } from "./in-browser.js";
import { inNode, natively } from "./in-processes.js";
import { writeReport } from "./report.js";
import { sizes } from "./sizes.js";
import { start } from "./start.js";

const quick = process.argv.includes("--quick") || Boolean(process.env.BENCH_QUICK);
const only = process.argv[process.argv.indexOf("--only") + 1]?.split(",");
const plan = quick ? { rounds: 61, roundMs: 2, contexts: 6, seconds: 1, fleetSize: 2_000, fleetRounds: 2 } : { rounds: 301, roundMs: 2, contexts: 20, seconds: 5, fleetSize: 10_000, fleetRounds: 8 };

const PARTS = {
  sizes: ["sizes of what a page loads", sizes],
  native: ["Rust natively", () => natively(plan)],
  node: ["Node", () => inNode(plan)],
  chromium: ["Chromium", () => inBrowser("Chromium", plan)],
  firefox: ["Firefox", () => inBrowser("Firefox", plan)],
  start: ["the start in Chromium", () => start(plan)],
  fleet: ["a fleet in Chromium", () => fleet(plan)],
};

await mkdir(OUT, { recursive: true });
const kept = await readFile(`${OUT}results.json`, "utf8").then(JSON.parse, () => ({}));
await bundle();
for (const [name, [words, measure]] of Object.entries(PARTS)) {
  if (process.argv.includes("--only") && !only.includes(name)) continue;
  console.log(`bench: ${words}`);
  kept[name] = await measure();
  await writeFile(`${OUT}results.json`, JSON.stringify(kept));
}
await writeReport(kept);
console.log("target/bench/report.md");
