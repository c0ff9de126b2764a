// The demo page: ties the forms, the preview, the calls and the examples together.

import { OosClient, signCancelUrl } from "oos-cancel";
import { Call } from "./call.js";
import { UrlCheck } from "./check.js";
import { byId } from "./dom.js";
import { findEmulator, showExamples } from "./examples.js";
import * as form from "./form.js";
import { OutcomePanel } from "./outcome.js";
import { Preview } from "./preview.js";

const { target, cancel } = document.forms;

const readCall = () => ({ ...form.readTarget(), method: form.readMethod(), executionId: form.readExecutionId() });

const preview = new Preview(readCall);
const check = new UrlCheck(() => preview.signed);
const outcome = new OutcomePanel(byId("outcome"));
const call = new Call(cancel.querySelector("[type=submit]"), byId("abort"), outcome);

// Created for the first call and kept until the form changes.
let client;

function freeClient() {
  client?.free();
  client = undefined;
}

function changed() {
  freeClient();
  form.showWhere();
  form.markProblems([]);
  byId("forget-note").textContent = "";
  preview.update();
}

async function send(signal) {
  try {
    // Reports every problem of the form together. The client would check the target first and the id later.
    signCancelUrl(readCall());
    client ??= new OosClient({
      ...form.readTarget(),
      requestStyle: form.readRequestStyle(),
      retry: form.readRetry(),
      onAttempt: (attempt) => outcome.attempted(attempt),
    });
    return await client.cancelExecution(form.readExecutionId(), { signal, timeoutMs: form.readTimeout() });
  } catch (error) {
    form.markProblems(error?.problems ?? []);
    throw error;
  }
}

const run = (how = send) => call.run(form.readExecutionId(), how);

function forget() {
  freeClient();
  form.emptyCredentials();
  check.take("");
  preview.hideSecrets();
  preview.update();
}

for (const each of [target, cancel]) {
  each.addEventListener("input", changed);
  each.addEventListener("submit", (event) => event.preventDefault());
}
cancel.addEventListener("submit", () => run());
byId("forget").addEventListener("click", () => {
  forget();
  byId("forget-note").textContent = "Client, credentials and pasted URL are cleared.";
});
// A page in the browser's back/forward cache must not hold a secret.
window.addEventListener("pagehide", forget);

const emulator = await findEmulator();
if (emulator) {
  const fill = (example) => {
    form.fill(emulator.fields(example));
    changed();
  };
  check.trust(emulator.oos);
  outcome.lookUp = check.outcome.lookUp = (executionId) => emulator.describe(executionId);
  showExamples(async (example) => {
    await call.stop();
    await emulator.arrange(example);
    fill(example);
    await run((signal) => send(signal).finally(() => emulator.restore(example)));
  });
  byId("reset-emulator").addEventListener("click", async () => {
    await call.stop();
    await emulator.reset();
    fill();
    outcome.clear();
    byId("emulator-note").textContent = "The emulator was reset.";
  });
  fill();
}
byId("mode").textContent = emulator ? `Local emulator at ${new URL(emulator.oos).host}` : "Live: calls reach Alibaba Cloud";
byId("mode").dataset.mode = emulator ? "emulator" : "live";
changed();
byId("loading").remove();
byId("page").hidden = false;
