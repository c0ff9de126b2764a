// What we set out to reach, and what is compared with what. Said to be met or missed; nothing fails.

import { NOBLE_VALIDATOR, OUR_VALIDATOR, OURS, PLAIN, POP_CORE, WEBCRYPTO_VALIDATOR } from "./names.js";
import { median, ratios } from "./statistics.js";

const faster = (where, what, workload, one, other, times) => ({
  words: `${WHERE[where]}, ${WORDS[what]}, ${workload === "plain" ? "AccessKey" : "STS token"}: ${one} against ${other}`,
  times,
  of: (results) => results[where] && ratios(results[where][what][workload][one], results[where][what][workload][other]).median,
});

const WHERE = { node: "Node", chromium: "Chromium", firefox: "Firefox" };
const WORDS = { signing: "signing", validating: "validating" };

export const TARGETS = [
  faster("node", "signing", "plain", OURS, POP_CORE, 15),
  faster("node", "signing", "plain", OURS, PLAIN, 2.2),
  faster("chromium", "signing", "plain", OURS, POP_CORE, 22),
  faster("chromium", "signing", "plain", OURS, PLAIN, 1.2),
  faster("node", "signing", "token", OURS, POP_CORE, 10),
  faster("chromium", "signing", "token", OURS, POP_CORE, 20),
  faster("node", "validating", "plain", OUR_VALIDATOR, NOBLE_VALIDATOR, 5),
  faster("chromium", "validating", "plain", OUR_VALIDATOR, WEBCRYPTO_VALIDATOR, 8),
];

/** The longest that a megabyte of hostile text takes, in milliseconds. */
export const HOSTILE_MS = 20;
export const hostileMs = ({ hostile }) => Math.max(...Object.values(hostile).map((sizes) => median(sizes[2 ** 20])));
