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
  control: any(between(0x00, 0x1f), between(0x7f, 0x9f)),
  space: oneOf(" ", "\t", "\r\n", "\u00a0", "\u1680", "\u2009", "\u2028", "\u2029", "\u3000", "\u200b", "\ufeff"),
  latin: between(0xa0, 0x24f),
  combining: any(oneOf("e\u0301", "\u00e9", "\u1100\u1161", "\uac00"), between(0x300, 0x36f), between(0x1ab0, 0x1ace), between(0x20d0, 0x20f0)),
  rightToLeft: any(between(0x5d0, 0x5ea), between(0x620, 0x64a), oneOf("\u200e", "\u200f", "\u202b", "\u202e", "\u2067", "\u2069")),
  han: between(0x4e00, 0x9fff),
  emoji: any(between(0x1f300, 0x1faff), oneOf("👩‍👩‍👧", "🇨🇳", "❤️", "👍🏽", "#️⃣")),
  noncharacter: oneOf("\ufffd", "\ufffe", "\uffff", "\ufdd0", "\u{1fffe}", "\u{10ffff}", "\ue000"),
  plane0: any(between(0x0, 0xd7ff), between(0xe000, 0xffff)),
  astral: between(0x10000, 0x10ffff),
};
const NAMES = Object.keys(KINDS);

/** A text of 1 to `limit` UTF-16 units, of one kind or of several, and the names of the kinds in it. */
export function text(random, limit) {
  const kinds = random.chance(0.3) ? ["unreserved"] : Array.from({ length: random.whole(1, 3) }, () => random.pick(NAMES));
  // The longest of all is rare, since each takes as long as a hundred others.
  const length = Math.min(limit, random.chance(0.02) ? random.pick([1024, 1024, 1024, 16_384]) : random.whole(1, 40));
  let made = "";
  while (made.length < length) {
    const piece = KINDS[random.pick(kinds)](random);
    // What would not fit gives way to what always does.
    made += made.length + piece.length <= length ? piece : unreserved(random);
  }
  return { made, kinds };
}

/** A text with half of a surrogate pair in it, which UTF-8 cannot write. */
export function unsendable(random) {
  const half = String.fromCharCode(random.pick([random.whole(0xd800, 0xdbff), random.whole(0xdc00, 0xdfff)]));
  return random.pick(["", "a", "é"]) + half + random.pick(["", "b", "中"]);
}
