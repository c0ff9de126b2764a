// What a client's own error said, read by the ways that its class offers: errorClass, code, status, requestId, message,
// and where it has them denied and retryAfter.
export class Failure extends Error {
  constructor({ message, ...said }) {
    super(message);
    Object.assign(this, said);
  }
}
