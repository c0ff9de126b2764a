// Draws the attempts of a call on a line of time: how long each took, and how long the delays before them were.

import { svg } from "./dom.js";
import { stateText } from "./states.js";
import { inSeconds, list, live, liveAttributes, t } from "./text.js";

const WIDTH = 480;
const HEIGHT = 26;

/** Returns an attempt in words. */
export function attemptText({ number, action, outcome, httpStatus, code, status, waitedMs, elapsedMs }) {
  const said = status ? stateText(status) : httpStatus ? `HTTP ${httpStatus}${code ? ` ${code}` : ""}` : code ?? t("tl.silent");
  const waited = waitedMs ? `, ${t("tl.wait", { ms: waitedMs })}` : "";
  const what = action === "ListExecutions" ? t("tl.look") : t(`outcome.${outcome}`);
  return `${number}: ${what}, ${said}, ${t("seconds", { s: inSeconds(elapsedMs) })}${waited}`;
}

export function timeline(history) {
  const total = history.reduce((sum, { waitedMs, elapsedMs }) => sum + waitedMs + Math.max(elapsedMs, 1), 0) || 1;
  const scale = (WIDTH - 8 * history.length) / total;
  const drawing = svg("svg", { class: "timeline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  liveAttributes(drawing, { "aria-label": () => t("tl.alt", { n: history.length, list: list(history.map(attemptText)) }) });
  let x = 0;
  for (const attempt of history) {
    const gap = attempt.waitedMs * scale;
    if (gap > 0) drawing.append(svg("line", { class: "gap", x1: x, x2: x + gap, y1: HEIGHT / 2, y2: HEIGHT / 2 }));
    x += gap;
    const width = Math.max(attempt.elapsedMs, 1) * scale + 8;
    const bar = svg("rect", { class: `bar ${attempt.action === "ListExecutions" ? "look" : attempt.outcome}`, x, y: 3, width: Math.max(width - 2, 2), height: HEIGHT - 6, rx: 3 });
    bar.append(live(svg("title"), () => attemptText(attempt)));
    drawing.append(bar);
    x += width;
  }
  return drawing;
}
