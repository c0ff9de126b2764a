// The largest size of each part, in bytes. A commit that raises a limit says what the bytes are for; one that saves bytes
// lowers it. The figures are of rustup's compiler 1.95, with room for the 2% that Debian's 1.96 takes more, since rustup's drops
// most of what makes the text of a panic. The aim for the page is 58,000 bytes of gzip. What took it above: the redactor that
// compares a server's texts decoded, the judging of responses in every spelling, one form for every value that is pasted, and a
// guard at every way into the module. What took the bundle above: errors of loading that say what to do, the check that a module
// is this one, and platforms whose fetch refuses options.
export const limits = {
  wasm: { raw: 150_357, gzip: 69_887, brotli: 60_612 },
  published: { raw: 68_500, gzip: 17_500, brotli: 15_110 },
  bundle: { raw: 28_130, gzip: 10_130, brotli: 9_020 },
  page: { raw: 178_700, gzip: 80_100, brotli: 69_700 },
};
