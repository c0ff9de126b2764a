// The largest size of each part, in bytes. A commit that raises a limit says what the bytes are for; one that saves bytes
// lowers it. The figures are of rustup's compiler 1.95, with room for the 2% that Debian's 1.96 takes more, since rustup's drops
// most of what makes the text of a panic. The aim for the page is 58,000 bytes of gzip. What took it above: the redactor that
// compares a server's texts decoded, the judging of responses in every spelling, one form for every value that is pasted, a guard at
// every way into the module, the explanation of refused signatures (4 KB), looking, listing and waiting (14.9 KB), fleets (18.7 KB), and
// a throttle that tells a limit from refusals at random (1.0 KB).
// What took the bundle above: errors of loading that say what to do, the check that a module is this one, platforms whose fetch refuses
// options, a copy of an execution for its observer, and long strings that are copied by TextEncoder.
export const limits = {
  wasm: { raw: 232_850, gzip: 106_190, brotli: 91_540 },
  published: { raw: 85_400, gzip: 20_680, brotli: 17_820 },
  bundle: { raw: 34_700, gzip: 11_830, brotli: 10_530 },
  page: { raw: 267_440, gzip: 117_960, brotli: 102_040 },
};
