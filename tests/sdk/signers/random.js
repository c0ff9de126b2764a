// Random numbers that depend on a text alone, so that any one case can be made again without those before it.
import { createHash } from "node:crypto";

export function randomFrom(text) {
  const digest = createHash("sha256").update(text).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at));

  // sfc32
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
  // The first numbers still show what it was started with.
  for (let i = 0; i < 12; i++) next();

  const fraction = () => next() / 2 ** 32;
  const whole = (from, to) => from + Math.floor(fraction() * (to - from + 1));
  return {
    whole,
    chance: (probability) => fraction() < probability,
    pick: (list) => list[whole(0, list.length - 1)],
    shuffled: (list) => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = whole(0, i);
        [copy[i], copy[j]] = [copy[j], copy[i]];
      }
      return copy;
    },
  };
}
