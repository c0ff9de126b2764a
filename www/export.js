// What a run ended with, for people and for other programs.

const COLUMNS = ["executionId", "outcome", "status", "templateName", "code", "requestId"];

function rowsOf({ results, executions }) {
  return [...results.values()].map(({ executionId, outcome, execution, error, requestId }) => ({
    executionId,
    outcome,
    status: execution?.status,
    templateName: (execution ?? executions.get(executionId))?.templateName,
    code: error?.code,
    requestId: requestId ?? error?.requestId,
  }));
}

/** Returns a cell that no spreadsheet takes for a formula. */
export function csvCell(value = "") {
  const text = String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(run) {
  const lines = rowsOf(run).map((row) => COLUMNS.map((column) => csvCell(row[column])).join(","));
  // The mark tells spreadsheets that it is UTF-8.
  return `\uFEFF${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

export function jsonOf(run) {
  const { began, endedAt, stopped, total } = run;
  const at = (time) => (time === undefined ? undefined : new Date(time).toISOString());
  return JSON.stringify({ began: at(began), ended: at(endedAt), stopped, total, counts: run.counts(), results: rowsOf(run) }, undefined, 2);
}

export function summaryOf(run, sentence) {
  const open = rowsOf(run).filter(({ outcome }) => !["cancelled", "ended"].includes(outcome));
  return [sentence, ...open.map(({ executionId, outcome, code }) => [executionId, outcome, code].filter(Boolean).join("  "))].join("\n");
}

export function saveFile(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
