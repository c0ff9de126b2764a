// What a page, a test or a polyfill may put in the place of `fetch`. Checked by settling.test.js. Each carries the cancel out;
// `accepted` says that its answer can be read, so that the call has to be accepted.

import { Readable } from "node:stream";

import { REQUEST_ID } from "./support/package.js";

const ACCEPTED = JSON.stringify({ RequestId: REQUEST_ID });
const bytes = () => new TextEncoder().encode(ACCEPTED);
const reject = () => Promise.reject(new TypeError("cannot be read"));
const pending = () => new Promise(() => {});
const common = () => ({ status: 200, ok: true, headers: new Headers() });

/** A Response with a body stream of this source. */
const streamed = (source) => new Response(new ReadableStream(source));

export const FETCHES = {
  "never settles": { fetch: pending },
  "gives a thenable that never answers": { fetch: () => ({ then() {} }) },
  "rejects with nothing": { fetch: () => Promise.reject() },
  "rejects with a text": { fetch: () => Promise.reject("no") },
  "throws instead of rejecting": {
    fetch() {
      throw new TypeError("no");
    },
  },
  "gives nothing": { fetch: () => undefined },
  "gives a promise of nothing": { fetch: async () => undefined },
  "gives null": { fetch: async () => null },
  "gives a text": { fetch: async () => ACCEPTED },
  "gives an empty object": { fetch: async () => ({}) },
  "gives the parsed answer": { fetch: async () => JSON.parse(ACCEPTED) },
  "gives a Response at once": { fetch: () => new Response(ACCEPTED), accepted: true },
  "gives a thenable of a Response": { fetch: () => ({ then: (resolve) => resolve(new Response(ACCEPTED)) }), accepted: true },

  "has text() alone": { fetch: async () => ({ ...common(), text: async () => ACCEPTED }), accepted: true },
  "has text() and no body": { fetch: async () => ({ ...common(), body: null, text: async () => ACCEPTED }), accepted: true },
  "has text() that is not asynchronous": { fetch: async () => ({ ...common(), text: () => ACCEPTED }), accepted: true },
  "has json() alone": { fetch: async () => ({ ...common(), json: async () => JSON.parse(ACCEPTED) }), accepted: true },
  "has arrayBuffer() alone": { fetch: async () => ({ ...common(), arrayBuffer: async () => bytes().buffer }), accepted: true },
  "has a Node stream and text()": {
    fetch: async () => ({ ...common(), body: Readable.from([Buffer.from(ACCEPTED)]), text: async () => ACCEPTED }),
    accepted: true,
  },
  "has a Node stream alone": { fetch: async () => ({ ...common(), body: Readable.from([Buffer.from(ACCEPTED)]) }) },
  "has a text for a body, and text()": { fetch: async () => ({ ...common(), body: ACCEPTED, text: async () => ACCEPTED }), accepted: true },
  "has headers that are an object": { fetch: async () => ({ status: 200, ok: true, headers: {}, text: async () => ACCEPTED }), accepted: true },
  "has headers that are a Map": { fetch: async () => ({ status: 200, ok: true, headers: new Map(), text: async () => ACCEPTED }), accepted: true },
  "has no headers": { fetch: async () => ({ status: 200, ok: true, text: async () => ACCEPTED }), accepted: true },
  "has no status": { fetch: async () => ({ text: async () => ACCEPTED }) },
  "has text() that never settles": { fetch: async () => ({ ...common(), text: pending }) },
  "has text() that rejects": { fetch: async () => ({ ...common(), text: reject }) },
  "has text() that throws": {
    fetch: async () => ({
      ...common(),
      text() {
        throw new TypeError("no");
      },
    }),
  },
  "has text() that gives no text": { fetch: async () => ({ ...common(), text: async () => ({}) }) },
  "has text() that gives too much": { fetch: async () => ({ ...common(), text: async () => " ".repeat(10_000_000) + ACCEPTED }) },
  "has json() that gives a proxy": {
    fetch: async () => ({
      ...common(),
      json: async () =>
        new Proxy({}, {
          get() {
            throw new TypeError("no");
          },
        }),
    }),
  },

  "has a body that never comes": { fetch: async () => streamed({ pull: pending }) },
  "has a body that never comes and cannot be cancelled": { fetch: async () => streamed({ pull: pending, cancel: pending }) },
  "has a body whose cancelling fails": { fetch: async () => streamed({ pull: pending, cancel: reject }) },
  "has a body that breaks": { fetch: async () => streamed({ pull: reject }) },
  "has a body of texts": { fetch: async () => streamed({ pull: (controller) => (controller.enqueue(ACCEPTED), controller.close()) }) },
  "has a body of numbers": { fetch: async () => streamed({ pull: (controller) => (controller.enqueue(7), controller.close()) }) },
  "has a body that never ends": { fetch: async () => streamed({ pull: (controller) => controller.enqueue(new Uint8Array(1)) }) },
  "has a body of empty parts that never ends": {
    fetch: async () =>
      streamed({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve));
          controller.enqueue(new Uint8Array(0));
        },
      }),
  },
  "has a body that is locked": {
    fetch: async () => {
      const response = new Response(ACCEPTED);
      response.body.getReader();
      return response;
    },
  },
  "has a body that was read": {
    fetch: async () => {
      const response = new Response(ACCEPTED);
      await response.text();
      return response;
    },
  },
  "has a body in one byte a part": {
    fetch: async () =>
      streamed({
        start(controller) {
          for (const byte of bytes()) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      }),
    accepted: true,
  },
  "has a reader that gives nothing": {
    fetch: async () => ({ ...common(), body: { getReader: () => ({ read: async () => undefined, cancel: pending, releaseLock() {} }) } }),
  },
  "has a reader that never settles": {
    fetch: async () => ({ ...common(), body: { getReader: () => ({ read: pending, cancel: pending, releaseLock() {} }) } }),
  },
  "has a reader whose cancel throws": {
    fetch: async () => ({
      ...common(),
      body: {
        getReader: () => ({
          read: pending,
          cancel() {
            throw new TypeError("no");
          },
        }),
      },
    }),
  },
  "is a redirect that cannot be seen into": { fetch: async () => Response.error() },
};
