// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them. rustup's 1.95 takes 2% less: it drops most of what makes the text of a panic.
export const limits = {
  wasm: { raw: 98_633, gzip: 46_282, brotli: 40_591 },
  published: { raw: 32_450, gzip: 8_262, brotli: 7_245 },
  bundle: { raw: 12_164, gzip: 4_492, brotli: 4_024 },
  page: { raw: 110_797, gzip: 50_774, brotli: 44_615 },
};
