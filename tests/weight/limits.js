// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them. rustup's 1.95 takes 2% less: it drops most of what makes the text of a panic.
export const limits = {
  wasm: { raw: 95_292, gzip: 44_634, brotli: 39_202 },
  published: { raw: 32_956, gzip: 8_426, brotli: 7_394 },
  bundle: { raw: 12_327, gzip: 4_560, brotli: 4_095 },
  page: { raw: 107_619, gzip: 49_194, brotli: 43_297 },
};
