// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them; rustup's 1.95 makes the module 1% smaller. Generated names have a hash in them, which another
// compiler or version changes: some bytes more or less of JavaScript.
export const limits = {
  wasm: { raw: 115_050, gzip: 52_000, brotli: 44_620 },
  published: { raw: 32_400, gzip: 8_130, brotli: 7_110 },
  bundle: { raw: 13_290, gzip: 5_000, brotli: 4_425 },
  page: { raw: 128_320, gzip: 56_980, brotli: 49_020 },
};
