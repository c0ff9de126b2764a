// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them; rustup's 1.95 differs by no more than that.
export const limits = {
  wasm: { raw: 106_400, gzip: 48_930, brotli: 42_690 },
  published: { raw: 32_450, gzip: 8_260, brotli: 7_240 },
  bundle: { raw: 12_160, gzip: 4_490, brotli: 4_020 },
  page: { raw: 118_560, gzip: 53_420, brotli: 46_710 },
};
