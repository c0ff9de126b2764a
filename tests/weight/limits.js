// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them; rustup's 1.95 differs by no more. Generated names have a hash in them, which another compiler or
// version changes: some bytes more or less of JavaScript.
export const limits = {
  wasm: { raw: 108_250, gzip: 49_750, brotli: 43_150 },
  published: { raw: 32_050, gzip: 8_200, brotli: 7_190 },
  bundle: { raw: 13_140, gzip: 5_005, brotli: 4_440 },
  page: { raw: 121_390, gzip: 54_755, brotli: 47_580 },
};
