// The one thing that must never go wrong: a caller who is told that nothing was cancelled although something was.

import assert from "node:assert/strict";

const OUTCOMES = ["not-sent", "refused", "unknown"];

/** `ran` is how often the emulator carried the cancel out, whatever the call says. */
export function assertHonest({ got, outcome, ran }, title) {
  if (got === "accepted") {
    assert.ok(ran >= 1, `${title}: accepted, but nothing was cancelled`);
  } else {
    assert.ok(OUTCOMES.includes(outcome), `${title}: ended with ${got}`);
    if (ran >= 1) assert.equal(outcome, "unknown", `${title}: ${got} although it was cancelled`);
  }
}
