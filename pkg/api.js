// The exports of the package, without the other exports of the generated glue. Every way into the module is guarded.
import {
  CancelUrlSigner as SignerHandle,
  OosClient as ClientHandle,
  createError,
  currentInstance,
  explainSignature as explain,
  guarded as enter,
  isEnded as ended,
  onInterrupt,
  restart,
  sendCancelUrl as send,
  signCancelUrl as sign,
  validateCancelUrl as validate,
} from "./wasm/oos_cancel_wasm.js";
import { requireLoaded } from "./load.js";

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

function guarded(run, often) {
  requireLoaded();
  return enter(run, often);
}

export function signCancelUrl(options) {
  return guarded(() => sign(options));
}

export function validateCancelUrl(url, options) {
  return guarded(() => validate(url, options));
}

export function explainSignature(options) {
  return guarded(() => explain(options));
}

export function isEnded(status) {
  return guarded(() => ended(status));
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

const notUsable = (message) => createError(message, { name: "StateError", code: "NotUsable", outcome: "not-sent" });

const isObject = (value) => typeof value === "object" && value !== null;

const runs = (made) => made.instance === currentInstance();

// Returns what a constructor stored. Objects of other copies of the package, and methods that lost their `this`, have nothing.
function own(made, what) {
  if (made) return made;
  throw notUsable(`This copy of the package did not create this ${what}. Call the method on its object, and load the package once.`);
}

function handleOf(made, what) {
  if (runs(own(made, what))) return made.handle;
  throw notUsable(`An exception ended the instance of the module that created this ${what}. Create a new one.`);
}

// The generated `free` throws when it is called twice. This one only drops the credentials; the garbage collector takes the
// rest.
function release(made, what) {
  guarded(() => (runs(own(made, what)) && made.handle.release(), true));
}

const { defineProperty } = Object;

// A generator awaits what it yields, so that a `then` that a script gave to every object would be called.
function shielded(value) {
  if (value.then !== undefined) defineProperty(value, "then", { __proto__: null, value: undefined });
  return value;
}

const nextPage = (made) => promised(() => handleOf(made, "list").next());

async function* pages(open) {
  const made = open();
  for (let page; (page = await nextPage(made)) !== null; ) yield page;
}

async function* executions(open) {
  const made = open();
  for (let page; (page = await nextPage(made)) !== null; ) {
    const { executions } = page;
    for (let index = 0; index < executions.length; index++) {
      const { 0: aborted, 1: reason } = guarded(() => handleOf(made, "list").abort());
      if (aborted) throw reason;
      yield shielded(executions[index]);
    }
  }
}

export class OosClient {
  #made;

  constructor(options) {
    this.#made = { handle: guarded(() => new ClientHandle(options)), instance: currentInstance() };
  }

  cancelExecution(executionId, options) {
    const made = isObject(this) && #made in this && this.#made;
    return promised(() => handleOf(made, "OosClient").cancelExecution(executionId, options));
  }

  cancelExecutions(executionIds, options) {
    const made = isObject(this) && #made in this && this.#made;
    return promised(() => handleOf(made, "OosClient").cancelExecutions(executionIds, options));
  }

  getExecution(executionId, options) {
    const made = isObject(this) && #made in this && this.#made;
    return promised(() => handleOf(made, "OosClient").getExecution(executionId, options));
  }

  waitForExecution(executionId, options) {
    const made = isObject(this) && #made in this && this.#made;
    return promised(() => handleOf(made, "OosClient").waitForExecution(executionId, options));
  }

  listExecutions(filter, options) {
    const made = isObject(this) && #made in this && this.#made;
    // Each iteration is a list of its own. Its first step rejects if the filter is wrong.
    const open = () => {
      const handle = guarded(() => handleOf(made, "OosClient").listExecutions(filter, options));
      return { handle, instance: currentInstance() };
    };
    return { pages: () => pages(open), [Symbol.asyncIterator]: () => executions(open) };
  }

  free() {
    release(isObject(this) && #made in this && this.#made, "OosClient");
  }
}

export class CancelUrlSigner {
  #made;

  constructor(options) {
    this.#made = { handle: guarded(() => new SignerHandle(options)), instance: currentInstance() };
  }

  sign(executionId) {
    const made = isObject(this) && #made in this && this.#made;
    return guarded(() => handleOf(made, "CancelUrlSigner").sign(executionId), true);
  }

  free() {
    release(isObject(this) && #made in this && this.#made, "CancelUrlSigner");
  }
}

if (Symbol.dispose) {
  for (const { prototype } of [OosClient, CancelUrlSigner]) prototype[Symbol.dispose] = prototype.free;
}
