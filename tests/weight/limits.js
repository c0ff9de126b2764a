// The most that each part may weigh, in bytes. Whoever raises one states in the commit what the bytes are for; whoever
// saves some lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them; rustup's 1.95 differs by no more than that. Generated names have a hash in them, which another
// compiler or version changes: some bytes more or less of JavaScript.
export const limits = {
  wasm: { raw: 109_250, gzip: 50_100, brotli: 43_330 },
  published: { raw: 34_490, gzip: 9_110, brotli: 7_970 },
  bundle: { raw: 14_000, gzip: 5_395, brotli: 4_760 },
  page: { raw: 123_250, gzip: 55_495, brotli: 48_090 },
};
