// The error classes. They live in JavaScript, since a class exported from Rust cannot extend Error.
import { define, hide } from "./platform.js";

const { apply } = Reflect;
const { add, has } = WeakSet.prototype;

// A registered symbol, the same in every copy of the package and in every realm.
const brand = Symbol.for("oos-cancel.OosError");

// The errors that this copy of the package has created, unlike those that a caller constructs.
const created = new WeakSet();

export class OosError extends Error {
  constructor(fields, defaults) {
    // Own members only: any script can add others to Object.prototype. The class decides the name.
    const { name, message, stack, cause, ...given } = { __proto__: null, ...fields };
    const common = { name: "", code: "", retryable: false, remedy: "report", outcome: "unknown", history: [] };
    const all = { __proto__: null, ...common, ...defaults };
    for (const key in given) if (given[key] !== undefined) all[key] = given[key];
    super(message ?? all.code);
    // Defined, not assigned: a page may have frozen Error.prototype or put setters on Object.prototype.
    for (const key in all) define(this, key, all[key]);
    if (cause !== undefined) hide(this, "cause", cause);
  }

  /** Recognises errors of another copy of the package or another realm, which `instanceof` does not. */
  static is(value) {
    try {
      return typeof value === "object" && value !== null && value[brand] === true;
    } catch {
      return false;
    }
  }
}
hide(OosError.prototype, brand, true);

// Explicit constructors, with literal names: a minifier renames classes.
export class InvalidInputError extends OosError {
  constructor(fields) {
    super(fields, { name: "InvalidInputError", code: "InvalidInput", remedy: "fix-input", outcome: "not-sent", problems: [] });
  }
}
export class ServiceError extends OosError {
  constructor(fields) {
    super(fields, {
      name: "ServiceError",
      code: "InvalidParameter",
      remedy: "fix-input",
      outcome: "refused",
      httpStatus: 400,
      serviceMessage: "",
      meaning: "",
    });
  }
}
export class NetworkError extends OosError {
  constructor(fields) {
    super(fields, { name: "NetworkError", code: "NetworkFailure", remedy: "check-network", retryable: true });
  }
}
export class TimeoutError extends OosError {
  constructor(fields) {
    super(fields, { name: "TimeoutError", code: "DeadlineExceeded", remedy: "check-execution", retryable: true });
  }
}
export class ResponseError extends OosError {
  constructor(fields) {
    super(fields, { name: "ResponseError", code: "NotJson", remedy: "check-execution", httpStatus: 200 });
  }
}
export class CredentialsError extends OosError {
  constructor(fields) {
    super(fields, { name: "CredentialsError", code: "ProviderFailed", remedy: "refresh-credentials", outcome: "not-sent", problems: [] });
  }
}
export class StateError extends OosError {
  constructor(fields) {
    super(fields, { name: "StateError", code: "Freed", remedy: "fix-program", outcome: "not-sent" });
  }
}

const classes = {
  __proto__: null,
  InvalidInputError,
  ServiceError,
  NetworkError,
  TimeoutError,
  ResponseError,
  CredentialsError,
  StateError,
};

/** Creates an error of the package: an instance of the class that `fields.name` names. */
export function createError(message, fields, cause) {
  // Without an outcome, which a setter on Object.prototype may have swallowed, nothing is known.
  const error = new classes[fields.name]({ outcome: "unknown", ...fields, message, cause });
  apply(add, created, [error]);
  return error;
}

/** Returns whether this copy of the package created the error. */
export function isOwnError(value) {
  return apply(has, created, [value]);
}

/** Describes a platform's error without what it may quote from the request. `levels` are the name, code and message of the error and of its causes. */
export function createCause(levels) {
  let cause;
  for (let index = levels.length - 1; index >= 0; index--) {
    const { 0: name, 1: code, 2: message } = levels[index];
    const error = new Error(message);
    hide(error, "name", name);
    if (code) define(error, "code", code);
    if (cause) hide(error, "cause", cause);
    // The platform's stack is of no use, and some engines put the original message into it.
    hide(error, "stack", `${name}: ${message}`);
    cause = error;
  }
  return cause;
}
