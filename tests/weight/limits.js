// The largest size of each part, in bytes. A commit that raises a limit says what the bytes are for; one that saves bytes
// lowers it. The figures are of rustup's compiler 1.95, with room for the 2% that Debian's 1.96 takes more, since rustup's drops
// most of what makes the text of a panic. The aim for the page is 58,000 bytes of gzip. What took it above: the redactor that
// compares a server's texts decoded, the judging of responses in every spelling, one form for every value that is pasted, a guard at
// every way into the module, the explanation of refused signatures (4 KB), and looking, listing and waiting (14.9 KB). What took
// the bundle above: errors of loading that say what to do, the check that a module is this one, and platforms whose fetch refuses
// options.
export const limits = {
  wasm: { raw: 184_000, gzip: 84_400, brotli: 73_400 },
  published: { raw: 77_700, gzip: 18_900, brotli: 16_100 },
  bundle: { raw: 31_600, gzip: 10_730, brotli: 9_590 },
  page: { raw: 216_000, gzip: 95_200, brotli: 83_000 },
};
