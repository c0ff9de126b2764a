// The exports of the package, without the other exports of the generated glue. Every way into the module is guarded.
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

// Throws in a later microtask, because hardly any stack may be left now.
async function rejected(error) {
  await undefined;
  throw error;
}

const lost = (what, why) =>
  new StateError(`This ${what} cannot be used: ${why}. Create a new one.`, {
    name: "StateError",
    code: "NotUsable",
    retryable: false,
    remedy: "report",
    outcome: "not-sent",
    attempts: 0,
    history: [],
  });

const runs = (made) => made.instance === currentInstance();

// Returns the handle of an object that belongs to this copy of the package and to the running instance.
function handleOf(made, what) {
  if (!made) throw lost(what, "another copy of the package created it");
  if (!runs(made)) throw lost(what, "an exception ended the instance of the module that created it");
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

  // The generated `free` throws when it is called twice. This one only drops the credentials; the garbage collector takes
  // the rest.
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
