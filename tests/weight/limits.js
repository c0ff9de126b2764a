// The largest size of each part, in bytes. A commit that raises a limit says what the bytes are for; one that saves bytes
// lowers it. The figures are of rustup's compiler 1.95, with room for the 2% that Debian's 1.96 takes more, since rustup's drops
// most of what makes the text of a panic. The aim for the page is 58,000 bytes of gzip. What took it above: the redactor that
// compares a server's texts decoded, the judging of responses in every spelling, one form for every value that is pasted, a guard at
// every way into the module, the explanation of refused signatures (4 KB), looking, listing and waiting (14.9 KB), and fleets (18.7 KB).
// What took the bundle above: errors of loading that say what to do, the check that a module is this one, and platforms whose fetch refuses
// options.
export const limits = {
  wasm: { raw: 228_818, gzip: 104_612, brotli: 89_932 },
  published: { raw: 83_900, gzip: 20_250, brotli: 17_420 },
  bundle: { raw: 34_149, gzip: 11_585, brotli: 10_332 },
  page: { raw: 262_967, gzip: 116_197, brotli: 100_264 },
};
