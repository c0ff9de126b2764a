// Everything that is timed within one process, in Node and in browsers: proved first, then raced.

import * as names from "./names.js";
import { proveSigner, proveValidator } from "./prove.js";
import { race, runner } from "./rounds.js";
import * as noble from "./signers/noble.js";
import * as openapiCore from "./signers/openapi-core.js";
import * as oursOnce from "./signers/ours-once.js";
import * as ours from "./signers/ours.js";
import * as plain from "./signers/plain.js";
import * as popCore from "./signers/pop-core.js";
import * as webcrypto from "./signers/webcrypto.js";
import * as nobleValidator from "./validators/noble.js";
import * as ourValidator from "./validators/ours.js";
import * as webcryptoValidator from "./validators/webcrypto.js";
import { executionIds, oddIds, ORIGIN, WORKLOADS } from "./workloads.js";

const SIGNERS = {
  [names.OURS]: ours,
  [names.OURS_ONCE]: oursOnce,
  [names.POP_CORE]: popCore,
  [names.OPENAPI_CORE]: openapiCore,
  [names.WEBCRYPTO]: webcrypto,
  [names.NOBLE]: noble,
  [names.PLAIN]: plain,
};
const VALIDATORS = {
  [names.OUR_VALIDATOR]: ourValidator,
  [names.WEBCRYPTO_VALIDATOR]: webcryptoValidator,
  [names.NOBLE_VALIDATOR]: nobleValidator,
};

/** `more` are signers that only this environment has. */
export async function measure({ rounds, roundMs, more = {} }) {
  const results = { signing: {}, validating: {}, hostile: {} };
  for (const [workloadName, workload] of Object.entries(WORKLOADS)) {
    const signers = {};
    for (const [name, { make }] of Object.entries({ ...SIGNERS, ...more })) {
      const sign = await make(workload);
      await proveSigner(name, sign, [...executionIds.slice(0, 3), ...oddIds], workload);
      signers[name] = runner(sign, executionIds);
    }
    results.signing[workloadName] = await race(signers, { rounds, roundMs });

    const sign = plain.make(workload);
    const urls = Array.from({ length: 512 }, (_, index) => sign(executionIds[index % executionIds.length]));
    const validators = {};
    for (const [name, { make }] of Object.entries(VALIDATORS)) {
      const validate = await make(workload);
      await proveValidator(name, validate, urls[0]);
      validators[name] = runner(validate, urls);
    }
    results.validating[workloadName] = await race(validators, { rounds, roundMs });
  }
  results.hostile = await hostile(rounds);
  return results;
}

const KIBI = 1024;

/** Milliseconds that the validator takes for each text; what is beyond its limit of 64 KiB it only has to look at. */
async function hostile(rounds) {
  const validate = ourValidator.make(WORKLOADS.plain);
  const results = {};
  for (const char of ["%", "&"]) {
    for (const size of [16 * KIBI, 32 * KIBI, 64 * KIBI - 64, KIBI * KIBI]) {
      const urls = Array.from({ length: 4 }, (_, index) => `${ORIGIN}/?n${index}=${char.repeat(size)}`);
      const { run } = await race({ run: runner((url) => Number(validate(url)), urls) }, { rounds: Math.min(rounds, 15), roundMs: 1 });
      (results[char] ??= {})[size] = run.map((nanoseconds) => nanoseconds / 1e6);
    }
  }
  return results;
}
