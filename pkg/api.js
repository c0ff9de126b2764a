// What the package exports, and nothing else of what the generated glue exports. Every way into the module is guarded.
import {
  CancelUrlSigner as SignerHandle,
  OosClient as ClientHandle,
  StateError,
  currentInstance,
  guarded,
  onInterrupt,
  restart,
  sendCancelUrl as send,
  signCancelUrl as sign,
  validateCancelUrl as validate,
} from "./wasm/oos_cancel_wasm.js";

export {
  CredentialsError,
  InvalidInputError,
  NetworkError,
  OosError,
  ResponseError,
  ServiceError,
  StateError,
  TimeoutError,
} from "./wasm/oos_cancel_wasm.js";

onInterrupt(restart);

export function signCancelUrl(options) {
  return guarded(() => sign(options));
}

export function validateCancelUrl(url, options) {
  return guarded(() => validate(url, options));
}

export function sendCancelUrl(url, options) {
  return promised(() => send(url, options));
}

// Not an async function: that would look up the `then` of the promise, which a page may have replaced.
function promised(call) {
  try {
    return guarded(call);
  } catch (error) {
    return rejected(error);
  }
}

// A moment later, since there may be hardly any stack left now.
async function rejected(error) {
  await undefined;
  throw error;
}

const lost = (what, why) =>
  new StateError(`This is no ${what} of the running module: ${why}. Make a new one.`, {
    name: "StateError",
    code: "NotUsable",
    retryable: false,
    remedy: "report",
    outcome: "not-sent",
    attempts: 0,
    history: [],
  });

const runs = (made) => made.instance === currentInstance();

// The handle of an object, if it is one of this copy of the package and of the instance that runs.
function handleOf(made, what) {
  if (!made) throw lost(what, "another copy of the package made it");
  if (!runs(made)) throw lost(what, "an exception ended the instance that made it");
  return made.handle;
}

export class OosClient {
  #made;

  constructor(options) {
    this.#made = { handle: guarded(() => new ClientHandle(options)), instance: currentInstance() };
  }

  cancelExecution(executionId, options) {
    return promised(() => handleOf(#made in this && this.#made, "OosClient").cancelExecution(executionId, options));
  }

  // The generated `free` throws when it is called twice. This one only drops the credentials; the empty rest goes with
  // the garbage collection.
  free() {
    guarded(() => (runs(this.#made) && this.#made.handle.release(), true));
  }
}

export class CancelUrlSigner {
  #made;

  constructor(options) {
    this.#made = { handle: guarded(() => new SignerHandle(options)), instance: currentInstance() };
  }

  sign(executionId) {
    return guarded(() => handleOf(#made in this && this.#made, "CancelUrlSigner").sign(executionId), true);
  }

  free() {
    guarded(() => (runs(this.#made) && this.#made.handle.release(), true));
  }
}

if (Symbol.dispose) {
  for (const { prototype } of [OosClient, CancelUrlSigner]) prototype[Symbol.dispose] = prototype.free;
}
