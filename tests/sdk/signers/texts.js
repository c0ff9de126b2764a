// Texts that an encoding may stumble over, by kind.

const between = (first, last) => ({ whole }) => String.fromCodePoint(whole(first, last));
const oneOf = (...texts) => ({ pick }) => pick(texts);
const any = (...makers) => (random) => random.pick(makers)(random);

const unreserved = any(between(0x61, 0x7a), between(0x41, 0x5a), between(0x30, 0x39), oneOf("-", "_", ".", "~"));

/** Each makes one piece of a text. */
export const KINDS = {
  unreserved,
  // Among them the ones that encodeURIComponent leaves bare, ~*'()!, and those that a query gives a meaning.
  reserved: oneOf(..." !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~"),
  encoded: oneOf("%7E", "%2A", "%20", "%25", "%252F", "%", "%%", "%zz", "%u00e9", "+", "&Signature=", "&a=b", "#", "?x=1", "\\u0041"),
  word: oneOf("null", "undefined", "None", "true", "NaN", "0", "-1", "1e3", "__proto__", "constructor", "[object Object]", "exec-"),
  latin: any(between(0xa1, 0xac), between(0xae, 0x24f)),
  combining: any(oneOf("e\u0301", "\u00e9", "\u1100\u1161", "\uac00"), between(0x300, 0x34e), between(0x1ab0, 0x1ace), between(0x20d0, 0x20f0)),
  rightToLeft: any(between(0x5d0, 0x5ea), between(0x620, 0x64a)),
  han: between(0x4e00, 0x9fff),
  emoji: any(between(0x1f300, 0x1faff), oneOf("🇨🇳", "👍🏽")),
  privateUse: oneOf("\ufffd", "\ue000", "\u{f0000}", "\u{10fffd}"),
  plane0: any(between(0x0, 0xd7ff), between(0xe000, 0xffff)),
  astral: between(0x10000, 0x10ffff),
};

// What the package refuses, by its own rules (`limits.rs`): control characters, white space but for a space, what shows
// nothing by itself, and noncharacters. Unicode's properties are a little wider than the rules, which costs a few characters.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufff0-\ufffb]|(?! )\p{White_Space}/u;
const isSeen = (piece) => !UNSEEN.test(piece);
const isVisibleAscii = (piece) => /^[!-~]*$/.test(piece);
const hasEdges = (text) => text !== text.trim();
const looksPasted = (text) => /[,;]$|\*\*\*|^(<|\{|\$[{(])/.test(text);

/** For each value: its most bytes of UTF-8, the pieces it may contain, and the strings of such pieces that are refused anyway. */
const VALUES = {
  executionId: { limit: 1024, holds: isSeen, refused: hasEdges },
  accessKeyId: { limit: 256, holds: (piece) => /^[\w.-]*$/.test(piece), refused: () => false },
  accessKeySecret: {
    limit: 256,
    holds: (piece) => isVisibleAscii(piece) && !/["'`\\]/.test(piece),
    refused: (text) => looksPasted(text) || /^[${-]*[a-z_][\w.-]*[${-]*[=:]/i.test(text),
  },
  securityToken: {
    limit: 16_384,
    holds: (piece) => /^[ -~]*$/.test(piece) && !/["`]/.test(piece),
    refused: (text) => hasEdges(text) || looksPasted(text) || /^'|'$/.test(text),
  },
  nonce: { limit: 256, holds: isVisibleAscii, refused: () => false },
};
const NAMES = Object.keys(KINDS);

/** A text for a value of that name, as the package takes it, of one kind or of several; and the names of the kinds in it. */
export function text(random, name) {
  const { limit, holds, refused } = VALUES[name];
  // The longest of all is rare, since each takes as long as a hundred others.
  const length = Math.min(limit, random.chance(0.02) ? random.pick([1024, 1024, 1024, 16_384]) : random.whole(1, 40));
  const chosen = random.chance(0.3) ? ["unreserved"] : Array.from({ length: random.whole(1, 3) }, () => random.pick(NAMES));
  for (;;) {
    const kinds = new Set();
    let [made, bytes] = ["", 0];
    while (bytes < length) {
      let kind = random.pick(chosen);
      let piece = KINDS[kind](random);
      // What is not taken, or would not fit, gives way to what always does; and so does its kind, if no other is there.
      if (!holds(piece) || bytes + Buffer.byteLength(piece) > length) {
        do piece = unreserved(random);
        while (!holds(piece));
        kind = "unreserved";
      }
      kinds.add(kind);
      made += piece;
      bytes += Buffer.byteLength(piece);
    }
    if (bytes === limit) kinds.add("longest");
    if (!refused(made)) return { made, kinds };
  }
}

/** A text with half of a surrogate pair in it, which UTF-8 cannot write. */
export function unsendable(random) {
  const half = String.fromCharCode(random.pick([random.whole(0xd800, 0xdbff), random.whole(0xdc00, 0xdfff)]));
  return random.pick(["", "a", "é"]) + half + random.pick(["", "b", "中"]);
}
