// What the package exports, and nothing else of what the generated glue exports.
import { OosClient as Handle } from "./wasm/oos_cancel_wasm.js";

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
export class OosClient extends Handle {
  free() {
    this.release();
  }
}
if (Symbol.dispose) OosClient.prototype[Symbol.dispose] = OosClient.prototype.free;
