// The best that we could write in plain JavaScript: an own SHA-1, the state behind the key and behind the constant beginning
// of the StringToSign kept, the rest laid out once with three holes to be patched.

import { ORIGIN } from "../workloads.js";
import { encode, encodeId, nonce, pieces, timestamp } from "./parameters.js";
import { compress, INITIAL } from "./sha1.js";

const BLOCK = 64;
const ascii = (text) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const viewOf = (bytes) => new DataView(bytes.buffer);

// Twelve bits of a signature as two characters of base64, percent-encoded.
const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const pairs = Array.from({ length: 4096 }, (_, bits) => encodeURIComponent(base64[bits >> 6] + base64[bits & 63]));

function padState(key, byte) {
  const block = new Uint8Array(BLOCK).fill(byte);
  key.forEach((value, index) => (block[index] ^= value));
  const state = Int32Array.from(INITIAL);
  compress(state, viewOf(block), 0);
  return state;
}

export function make(workload) {
  const key = ascii(`${workload.credentials.accessKeySecret}&`);
  const [inner, outer] = [padState(key, 0x36), padState(key, 0x5c)];
  const once = pieces(workload);
  const twice = once.map(encode);
  const head = `${ORIGIN}/?${once[0]}`;

  const beginning = ascii(`GET&%2F&${twice[0]}`);
  const kept = beginning.length - (beginning.length % BLOCK);
  for (let offset = 0; offset < kept; offset += BLOCK) compress(inner, viewOf(beginning), offset);
  const rest = beginning.subarray(kept);

  let layout = { idLength: -1 };
  /** What follows the kept state, padded as SHA-1 wants it, for ids of one length. */
  function layOut(idLength) {
    const time = "2024-05-06T07%253A08%253A09Z";
    const parts = [rest, idLength, ascii(twice[1]), 32, ascii(twice[2]), time.length, ascii(twice[3])];
    const lengths = parts.map((part) => part.length ?? part);
    const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
    const length = starts.at(-1) + lengths.at(-1);
    const bytes = new Uint8Array(Math.ceil((length + 9) / BLOCK) * BLOCK);
    parts.forEach((part, index) => part.length && bytes.set(part, starts[index]));
    bytes[length] = 0x80;
    viewOf(bytes).setUint32(bytes.length - 4, 8 * (BLOCK + kept + length));
    return { idLength, bytes, view: viewOf(bytes), id: starts[1], nonce: starts[3], time: starts[5] };
  }

  const state = new Int32Array(5);
  const last = new Uint8Array(BLOCK);
  const lastView = viewOf(last);
  last[20] = 0x80;
  lastView.setUint32(60, 8 * (BLOCK + 20));

  function write(bytes, at, text) {
    for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  }

  return (executionId) => {
    const id = encodeId(executionId);
    const idTwice = id === executionId ? id : id.replaceAll("%", "%25");
    const fresh = nonce();
    const time = timestamp();
    if (idTwice.length !== layout.idLength) layout = layOut(idTwice.length);
    const { bytes, view } = layout;
    write(bytes, layout.id, idTwice);
    write(bytes, layout.nonce, fresh);
    if (layout.written !== time) write(bytes, layout.time, time.replaceAll("%", "%25"));
    layout.written = time;

    state.set(inner);
    for (let offset = 0; offset < bytes.length; offset += BLOCK) compress(state, view, offset);
    for (let word = 0; word < 5; word++) lastView.setInt32(4 * word, state[word]);
    state.set(outer);
    compress(state, lastView, 0);

    const [a, b, c, d, e] = state;
    const signature =
      pairs[a >>> 20] + pairs[(a >>> 8) & 4095] + pairs[((a & 255) << 4) | (b >>> 28)] + pairs[(b >>> 16) & 4095] +
      pairs[(b >>> 4) & 4095] + pairs[((b & 15) << 8) | (c >>> 24)] + pairs[(c >>> 12) & 4095] + pairs[c & 4095] +
      pairs[d >>> 20] + pairs[(d >>> 8) & 4095] + pairs[((d & 255) << 4) | (e >>> 28)] + pairs[(e >>> 16) & 4095] +
      pairs[(e >>> 4) & 4095] + base64[(e & 15) << 2];
    return `${head}${id}${once[1]}${fresh}${once[2]}${time}${once[3]}&Signature=${signature}%3D`;
  };
}
