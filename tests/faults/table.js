// Prints the table of faults.js into docs/reliability.md, between its marks: `node table.js`. What it prints, matrix.test.js checks.

import { fileURLToPath } from "node:url";
import { printSection, table, withSection } from "../support/readme.js";
import { ROWS } from "./faults.js";
import { endOfWait } from "./waiting.js";

const HEAD = [
  "Fault at every attempt",
  "the call ends with",
  "`outcome`",
  "attempts",
  "cancelled",
  "with `waitUntil: \"ended\"`",
  "fault at the first attempt only",
];

const NOTES = `\
*Cancelled* is how often OOS executed the cancel; the second time changes nothing. A call with \`waitUntil: "ended"\` looks at the
execution, so that it ends with what is true: \`cancelled\` where OOS executed the cancel, and **unknown** only where it did not and
the deadline has passed, or where the caller may not look. *0 or 3*: when something other than OOS responded,
OOS may have cancelled at each attempt or at none; the call ends in the same way. GET, POST and form end alike in both browsers unless
the table says otherwise: Chromium continues requests that were aborted, and Firefox repeats a GET on its own. A request that a browser
repeats has the nonce of the first one, so it cancels nothing more, but the page sees only the second response. If OOS refuses the
second request before it checks the nonce, the call reports \`"refused"\` although the cancel took place.`;

function section() {
  const printed = ROWS.filter(({ printed = true }) => printed);
  return `${table(HEAD, [...new Map(printed.flatMap(linesOf)).values()])}\n\n${NOTES}`;
}

/** A line, and one for each exception that ends differently; keyed, so that rows with the same words are one line. */
function linesOf(row) {
  // Waiting is measured in Node.
  const exceptions = Object.entries(row.except ?? {}).map(([where, ends]) => line(`… ${said(where)}`, { ...row, ...ends }).with(5, ""));
  return [line(row.words, row), ...exceptions].map((cells) => [`${row.words} ${cells[0]}`, cells]);
}

const said = (where) => where.replace(/^(\w+) (\w+)$/, "by $2 in $1").replace(/^(\w+)$/, "in $1");

/** A row that has `once` only tells a story of its own: its words say already what comes after the first attempt. */
function line(words, { once, every, behind }) {
  const { got, code, outcome, attempts, ran } = every ?? once;
  const end = got === "accepted" ? "success" : `\`${got}\` \`${code}\``;
  const atFirst = every && once ? inShort(once, behind) : "";
  return [words, end, emphasised(outcome), attempts, times(attempts, ran, behind), waiting(every ?? once, behind), atFirst];
}

/** What a call makes of the same fault if it waits and may look. Its requests end after ten seconds, the call later. */
function waiting(end, behind) {
  const { outcome } = endOfWait(end, "allowed");
  if (!behind) return emphasised(outcome);
  const { outcome: ifCancelled } = endOfWait({ ...end, ran: end.attempts }, "allowed");
  return `${emphasised(outcome)} or ${ifCancelled}`;
}

const emphasised = (outcome = "") => (outcome === "unknown" ? "**unknown**" : outcome);

const times = (attempts, ran, behind) => (behind ? `${ran} or ${attempts}` : ran);

function inShort({ got, code, attempts, ran }, behind) {
  const what = got === "accepted" ? "success" : `\`${code}\``;
  return `${what}, ${attempts} ${attempts === 1 ? "attempt" : "attempts"}, cancelled ${times(attempts, ran, behind)}`;
}

const place = ["docs/reliability.md", "reliability", section()];

export const document = () => withSection(...place);

if (process.argv[1] === fileURLToPath(import.meta.url)) await printSection(...place);
