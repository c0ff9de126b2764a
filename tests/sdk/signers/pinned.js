// What is held still around an unmodified SDK: its clock, and the wire. Its nonce each program pins itself.
import crypto from "node:crypto";
import { EventEmitter } from "node:events";
import http from "node:http";
import https from "node:https";
import { Readable, Writable } from "node:stream";

let now = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now] : parts));
  }
  static now() {
    return now;
  }
};

export const setClock = (milliseconds) => {
  now = milliseconds;
};

let request;
let signed;

/** What the last request carried, and the last text that was signed by HMAC-SHA1. */
export const lastSent = () => ({
  method: request.options.method,
  url: `${request.scheme}//${request.options.host}:${request.options.port}${request.options.path}`,
  body: Buffer.concat(request.chunks).toString(),
  stringToSign: signed,
});

class StubbedRequest extends Writable {
  chunks = [];

  constructor(scheme, options) {
    super();
    Object.assign(this, { scheme, options });
    request = this;
  }

  // httpx lets its timer run on when the answer is not read by httpx itself, and calls this long after the end.
  abort() {}

  _write(chunk, _encoding, done) {
    this.chunks.push(chunk);
    done();
  }

  _final(done) {
    done();
    const socket = Object.assign(new EventEmitter(), { readyState: "open" });
    const answer = Object.assign(Readable.from([Buffer.from("{}")]), { statusCode: 200, headers: {}, socket, req: { getHeaders: () => ({}) } });
    process.nextTick(() => {
      this.emit("socket", socket);
      this.emit("response", answer);
    });
  }
}

http.request = (options) => new StubbedRequest("http:", options);
https.request = (options) => new StubbedRequest("https:", options);

const createHmac = crypto.createHmac;
crypto.createHmac = (algorithm, key) => {
  const hmac = createHmac(algorithm, key);
  const update = hmac.update.bind(hmac);
  hmac.update = (text) => {
    signed = text;
    return update(text);
  };
  return hmac;
};
