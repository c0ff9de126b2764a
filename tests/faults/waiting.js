// What `waitUntil: "ended"` makes of each fault of faults.js, whether the caller may look, may not, or sees faulty lists.

/** What the looks meet, besides the fault that strikes the cancels: the account, and faults of ListExecutions. */
export const LISTS = {
  allowed: { account: "full", faults: [] },
  refused: { account: "cancel-only", faults: [] },
  // Two looks in vain, one after the other, and then the truth.
  faulty: { account: "full", faults: [{ kind: "html", times: 1 }, { kind: "truncated-json", times: 1 }] },
  // Never an answer of OOS.
  broken: { account: "full", faults: [{ kind: "other-shape", times: 99 }] },
};

/**
 * Returns how a cancel that waits ends, where one that does not wait ends as `end`: the outcome of an unclear cancel becomes what
 * a look shows, and nothing becomes better than what happened.
 */
export function endOfWait({ got, code, outcome, ran }, list) {
  const sees = list === "allowed" || list === "faulty";
  if (got === "accepted") {
    if (sees) return { got: "cancelled", outcome: "cancelled" };
    return list === "refused"
      ? { got: "ServiceError", code: "NoPermission", outcome: "accepted" }
      : { got: "ResponseError", code: "WrongShape", outcome: "accepted" };
  }
  if (outcome === "unknown" && sees && ran > 0) return { got: "cancelled", outcome: "cancelled" };
  return { got, code, outcome };
}
