// A chart of how many times faster than the vendor's client each signer is: one block of bars for each environment.

import { POP_CORE } from "./names.js";
import { ratios } from "./statistics.js";

const BAR = 18;
const GAP = 6;
const LABELS = 230;
const WIDTH = 760;
const ROOM = WIDTH - LABELS - 60;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function chart(results) {
  const blocks = ["node", "chromium", "firefox"].filter((name) => results[name]).map((name) => {
    const race = results[name].signing.plain;
    const bars = Object.keys(race).map((signer) => ({ signer, ...ratios(race[signer], race[POP_CORE]) }));
    return { title: results[name].version, bars: bars.sort((a, b) => b.median - a.median) };
  });
  const most = Math.max(...blocks.flatMap(({ bars }) => bars.map(({ high }) => high)));
  const x = (value) => (LABELS + (value / most) * ROOM).toFixed(1);
  const shapes = [];
  let y = 40;
  for (const { title, bars } of blocks) {
    shapes.push(`<text x="10" y="${y + 14}" class="title">${escaped(title)}</text>`);
    y += 26;
    for (const { signer, low, median, high } of bars) {
      const middle = y + BAR / 2;
      shapes.push(
        `<text x="${LABELS - 8}" y="${middle + 4}" text-anchor="end">${escaped(signer)}</text>`,
        `<rect x="${LABELS}" y="${y}" width="${(x(median) - LABELS).toFixed(1)}" height="${BAR}" class="${signer.startsWith("oos") ? "ours" : "peer"}"/>`,
        `<path d="M${x(low)} ${middle}H${x(high)}" class="spread"/>`,
        `<text x="${Number(x(high)) + 6}" y="${middle + 4}">${median.toFixed(1)}</text>`,
      );
      y += BAR + GAP;
    }
    y += 12;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}">
<style>text{font:12px sans-serif;fill:#222}.title{font-weight:bold;font-size:14px}.ours{fill:#ff6a00}.peer{fill:#9aa7b5}.spread{stroke:#222;stroke-width:1.5}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="10" y="22" class="title">Signing one URL: times as fast as ${escaped(POP_CORE)}, medians and quartiles</text>
${shapes.join("\n")}
</svg>
`;
}
