// The largest size of each part, in bytes. A commit that raises a limit says what the bytes are for; one that saves bytes
// lowers it. The figures are of Debian's compiler 1.96, with room for the 100 bytes by which a shifted line
// number can change them. rustup's 1.95 takes 2% less: it drops most of what makes the text of a panic.
export const limits = {
  wasm: { raw: 95_052, gzip: 44_552, brotli: 39_172 },
  published: { raw: 33_068, gzip: 8_440, brotli: 7_417 },
  bundle: { raw: 12_363, gzip: 4_570, brotli: 4_104 },
  page: { raw: 107_415, gzip: 49_122, brotli: 43_276 },
};
