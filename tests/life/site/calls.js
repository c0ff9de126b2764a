// Calls that a test starts, and asks about later.

import { OosClient } from "/pkg/index.js";

let client, call, abort;

// With what the package rejects, its fields are kept: they are the contract.
const settle = (promise) =>
  promise.then((result) => ({ ...result, visibility: document.visibilityState }), (error) => ({ ...error }));

globalThis.calls = {
  heard: [],

  open(options) {
    client = new OosClient({ ...options, onAttempt: () => this.heard.push(document.visibilityState) });
  },

  start(executionId, options) {
    call = settle(client.cancelExecution(executionId, options));
  },

  end: () => call,

  /** The codes that calls end with when all of them run at the same time. */
  async together(count, executionId) {
    const started = Array.from({ length: count }, () => settle(client.cancelExecution(executionId)));
    return (await Promise.all(started)).map(({ code }) => code);
  },

  startWithAny(executionId) {
    const [mine, other] = [new AbortController(), new AbortController()];
    const reason = new Error("mine");
    abort = () => mine.abort(reason);
    const signal = AbortSignal.any([mine.signal, other.signal]);
    call = client.cancelExecution(executionId, { signal }).then(() => "accepted", (error) => error === reason);
  },

  abort: () => abort(),

  takeKeepaliveAway() {
    const real = fetch.bind(globalThis);
    globalThis.fetch = (url, init) => real(url, { ...init, keepalive: false });
  },

  async putServiceWorkerBetween(behaviour) {
    const { serviceWorker } = navigator;
    const inControl = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    await serviceWorker.register(`service-worker.js?${behaviour}`);
    await inControl;
  },

  /** What the service worker saw of the calls. */
  carried: () => fetch("carried").then((answer) => answer.json()),

  async removeServiceWorker() {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.unregister();
  },
};
