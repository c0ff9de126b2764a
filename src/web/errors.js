// The error classes. They live in JavaScript, since a class exported from Rust cannot extend Error.

export class OosError extends Error {
  constructor(message, details, cause) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }
}

// The names are literals: a minifier renames classes.
export class InvalidInputError extends OosError {}
export class ServiceError extends OosError {}
export class NetworkError extends OosError {}
export class TimeoutError extends OosError {}
export class ResponseError extends OosError {}
export class CredentialsError extends OosError {}
export class StateError extends OosError {}

const classes = { InvalidInputError, ServiceError, NetworkError, TimeoutError, ResponseError, CredentialsError, StateError };

export function createError(message, details, cause) {
  return new classes[details.name](message, details, cause);
}
