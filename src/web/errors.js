// The error classes. They live in JavaScript, since a class exported from Rust cannot extend Error.
import { define, hasOwn, hide } from "./platform.js";

// A registered symbol, the same in every copy of the package and in every realm.
const brand = Symbol.for("oos-cancel.OosError");

export class OosError extends Error {
  #own = true;

  constructor(message, details) {
    super(message);
    // Defined, not assigned: a page may have frozen Error.prototype or put setters on Object.prototype.
    for (const name in details) if (hasOwn(details, name) && name !== "cause") define(this, name, details[name]);
    if (details && hasOwn(details, "cause") && details.cause !== undefined) hide(this, "cause", details.cause);
  }

  /** Recognises errors of another copy of the package or another realm, which `instanceof` does not. */
  static is(value) {
    return typeof value === "object" && value !== null && value[brand] === true;
  }

  /** Returns whether this copy of the package created the value. */
  static isOwn(value) {
    return typeof value === "object" && value !== null && #own in value;
  }
}
hide(OosError.prototype, brand, true);
// The fallback if a setter on Object.prototype has swallowed an error's own outcome.
hide(OosError.prototype, "outcome", "unknown");

// Explicit constructors: the implicit one spreads its arguments with an iterator that a page may have replaced.
export class InvalidInputError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class ServiceError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class NetworkError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class TimeoutError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class ResponseError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class CredentialsError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}
export class StateError extends OosError {
  constructor(message, details) {
    super(message, details);
  }
}

// The names are literals: a minifier renames classes.
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

export function createError(message, details, cause) {
  if (cause !== undefined) define(details, "cause", cause);
  return new classes[details.name](message, details);
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
