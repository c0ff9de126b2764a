// What the package exports, and nothing else of what the generated glue exports.
import { CancelUrlSigner as SignerHandle, OosClient as ClientHandle } from "./wasm/oos_cancel_wasm.js";

export {
  CredentialsError,
  InvalidInputError,
  NetworkError,
  OosError,
  ResponseError,
  ServiceError,
  TimeoutError,
  sendCancelUrl,
  signCancelUrl,
  validateCancelUrl,
} from "./wasm/oos_cancel_wasm.js";

// The generated `free` throws when it is called twice, and so does every method after it. `release` only lets go of
// the credentials; the empty rest goes with the garbage collection.
export class OosClient extends ClientHandle {
  free() {
    this.release();
  }
}

export class CancelUrlSigner extends SignerHandle {
  // The handle gives an error instead of throwing it: that saves a twentieth of the time.
  sign(executionId) {
    const url = super.sign(executionId);
    if (typeof url !== "string") throw url;
    return url;
  }

  free() {
    this.release();
  }
}

if (Symbol.dispose) {
  for (const { prototype } of [OosClient, CancelUrlSigner]) prototype[Symbol.dispose] = prototype.free;
}
