// What became of the fleet in Chromium: a table, and a chart of how it went.

import { table as markdown } from "../tests/support/readme.js";
import { quartiles, ratios } from "./statistics.js";

const WIDTH = 760;
const HEIGHT = 260;
const LEFT = 60;
const TOP = 40;
const BOTTOM = 30;

/** The most that a cancel may take, of the time of a bare `fetch` in the same loop. */
const MOST_TIMES = 1.15;
const LONGEST_TASK_MS = 50;
const MOST_HEAP = 20e6;

const whole = (number) => Math.round(number).toLocaleString("en");
const verdict = (met) => (met ? "met" : "missed");

export function fleetTable({ limit, ms, counts, attempts, heap, longest, requests, throttled, milliseconds }) {
  const { low, median: middle, high } = ratios(milliseconds.ours, milliseconds.bare);
  // `ratios` says how many times as fast.
  const times = 1 / middle;
  const spread = ({ low, median: middle, high }) => `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  const rows = [
    ["Milliseconds for each cancel", spread(quartiles(milliseconds.ours)), ""],
    ["… of a bare loop of `fetch`", spread(quartiles(milliseconds.bare)), ""],
    ["… times as long", `${times.toFixed(2)} (${(1 / high).toFixed(2)} to ${(1 / low).toFixed(2)})`, `${MOST_TIMES}: ${verdict(times <= MOST_TIMES)}`],
    ["The longest task, in milliseconds", whole(longest), `${LONGEST_TASK_MS}: ${verdict(longest <= LONGEST_TASK_MS)}`],
    ["More bytes of the heap afterwards, the report included", whole(heap), `${whole(MOST_HEAP)}: ${verdict(heap <= MOST_HEAP)}`],
    [`Requests in a second, where the server allows ${limit}`, whole((requests - throttled) / (ms / 1_000)), `${whole(limit * 0.8)}: ${verdict((requests - throttled) / (ms / 1_000) >= limit * 0.8)}`],
  ];
  const list = (record) => Object.entries(record).filter(([, count]) => count > 0).map(([name, count]) => `${whole(count)} ${name}`).join(", ");
  return [
    markdown(["", "", "target"], rows, "--:"),
    `Counted alike in the page and in the emulator, with a fault in one request of ten: ${whole(requests)} requests (${list(attempts)}), and the outcomes ${list(counts)}.`,
  ];
}

export function fleetChart({ size, ms, progress }) {
  const x = (at) => (LEFT + (at / ms) * (WIDTH - LEFT - 20)).toFixed(1);
  const y = (share) => (TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const line = (share) => progress.map((state) => `${x(state.at)},${y(share(state))}`).join(" ");
  const most = Math.max(...progress.map(({ concurrency }) => concurrency));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<style>text{font:12px sans-serif;fill:#222}.title{font-weight:bold;font-size:14px}polyline{fill:none;stroke-width:2}.settled{stroke:#ff6a00}.concurrency{stroke:#9aa7b5}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="10" y="22" class="title">Settled executions of ${whole(size)} (orange) and allowed concurrency of ${most} (grey) over ${(ms / 1_000).toFixed(0)} s</text>
<polyline class="concurrency" points="${line(({ concurrency }) => concurrency / most)}"/>
<polyline class="settled" points="${line(({ settled, total }) => (total ? settled / total : 0))}"/>
<text x="${LEFT - 8}" y="${y(1)}" text-anchor="end">${whole(size)}</text>
<text x="${LEFT - 8}" y="${y(0)}" text-anchor="end">0</text>
</svg>
`;
}
