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
  space: oneOf(" "),
  latin: between(0xa0, 0x24f),
  combining: any(oneOf("e\u0301", "\u00e9", "\u1100\u1161", "\uac00"), between(0x300, 0x36f), between(0x1ab0, 0x1ace), between(0x20d0, 0x20f0)),
  rightToLeft: any(between(0x5d0, 0x5ea), between(0x620, 0x64a), oneOf("\u0671", "\ufb50")),
  han: between(0x4e00, 0x9fff),
  emoji: any(between(0x1f300, 0x1faff), oneOf("👩‍👩‍👧", "🇨🇳", "❤️", "👍🏽", "#️⃣")),
  noncharacter: oneOf("\ufffd", "\ue000", "\u{f0000}"),
  plane0: any(between(0x0, 0xd7ff), between(0xe000, 0xffff)),
  astral: between(0x10000, 0x10ffff),
};
const NAMES = Object.keys(KINDS);

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufff9-\ufffb]|(?! )\p{Zs}/u;

/** What the package takes in each value: the rest it refuses before anything is signed. */
const TAKEN = {
  executionId: (piece) => !unseen.test(piece),
  accessKeyId: (piece) => /^[A-Za-z0-9._-]+$/.test(piece),
  // Nothing that a value has around it when it was copied out of a file or a shell.
  accessKeySecret: (piece) => /^[!#%&()+./0-9>?@A-Z[\]^_a-z|}~-]+$/.test(piece),
  securityToken: (piece) => /^[ !#%&()+./0-9>?@A-Z[\]^_a-z|}~-]+$/.test(piece),
  nonce: (piece) => /^[!-~]+$/.test(piece),
};

/** A text of 1 to `limit` bytes that the value of this name may have, of one kind or of several, and the kinds in it. */
export function text(random, name, limit) {
  const kinds = random.chance(0.3) ? ["unreserved"] : Array.from({ length: random.whole(1, 3) }, () => random.pick(NAMES));
  // The longest of all is rare, since each takes as long as a hundred others.
  const length = Math.min(limit, random.chance(0.02) ? random.pick([1024, 1024, 1024, 16_384]) : random.whole(1, 40));
  const used = new Set();
  let made = "";
  let bytes = 0;
  while (bytes < length) {
    const kind = random.pick(kinds);
    let piece = KINDS[kind](random);
    const ends = bytes === 0 || bytes + Buffer.byteLength(piece) >= length;
    // What would not fit or is not taken, and a space at an end, gives way to what always does.
    if (bytes + Buffer.byteLength(piece) > length || !TAKEN[name](piece) || (ends && piece === " ")) piece = random.pick("abcXYZ019");
    else used.add(kind);
    made += piece;
    bytes += Buffer.byteLength(piece);
  }
  return { made, kinds: [...used] };
}

/** A text with half of a surrogate pair in it, which UTF-8 cannot write. */
export function unsendable(random) {
  const half = String.fromCharCode(random.pick([random.whole(0xd800, 0xdbff), random.whole(0xdc00, 0xdfff)]));
  return random.pick(["", "a", "é"]) + half + random.pick(["", "b", "中"]);
}
