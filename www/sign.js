// The view "Sign": every stage of one signature. What is sent is exactly the URL that is shown.

import { InvalidInputError, signCancelUrl } from "oos-cancel";
import { asCode, FORMAT_NAMES } from "./copy-as.js";
import { Countdown } from "./countdown.js";
import { button, byId, copy, element, words } from "./dom.js";
import { problemText, sentences } from "./failure.js";
import { say } from "./say.js";
import { sendUrl } from "./send-url.js";
import { masked, session } from "./session.js";
import { Stages } from "./stages.js";
import { clockTime, live, put, t } from "./text.js";

const form = document.forms.sign;
const { executionId, method, nonce, timestamp } = form.elements;
const stages = new Stages();
const countdown = new Countdown(byId("sign-countdown"), () => showButtons());

let signed;
let revealed = false;
let asked = 0;

export function startSign() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sign();
  });
  form.addEventListener("input", () => sign());
  byId("sign-again").addEventListener("click", async () => {
    await sign();
    if (signed) say(t("wb.signedAgain"));
  });
  byId("reveal").addEventListener("click", () => {
    revealed = !revealed;
    show();
    say(t(revealed ? "wb.shown" : "wb.hidden"));
  });
  byId("copy-format").append(...FORMAT_NAMES.map((format) => words("option", `copyAs.${format}`, {}, { value: format })));
  byId("copy-as").addEventListener("click", copyAs);
  byId("send-signed").addEventListener("click", () => byId("send-signed").ariaDisabled !== "true" && send());
  session.addEventListener("change", () => {
    forget();
    if (session.connection && byId("sign-view").checkVisibility()) sign();
  });
}

/** Takes an id from another view. */
export function showSign() {
  if (!executionId.value && session.connection?.emulated) executionId.value = "exec-8a2aaf460fdf47c6b5ef";
  if (!signed) sign();
}

/** The URL on display, for the view "Check". */
export const shownUrl = () => signed;

function forget() {
  signed = undefined;
  revealed = false;
  byId("sign-verdict").hidden = true;
  byId("copied").replaceChildren();
  countdown.start();
  stages.clear();
  show();
}

// A URL that was sent stays what it was; a change of the form makes another one.
async function sign() {
  const mine = ++asked;
  byId("sign-verdict").hidden = true;
  byId("copied").replaceChildren();
  const { connection } = session;
  try {
    const credentials = connection ? await session.credentials() : {};
    if (mine !== asked) return;
    const { regionId, network, endpoint } = connection ?? { regionId: "cn-hangzhou" };
    const made = signCancelUrl({
      executionId: executionId.value.trim(),
      regionId,
      network,
      endpoint,
      credentials,
      method: method.value,
      nonce: nonce.value.trim() || undefined,
      timestamp: timestamp.value.trim() || undefined,
    });
    signed = { ...made, regionId, endpoint, foreign: endpoint, host: connection.host, emulated: connection.emulated };
    byId("sign-problems").replaceChildren();
  } catch (error) {
    if (mine !== asked) return;
    signed = undefined;
    showProblems(error);
  }
  countdown.start(signed?.expiresAt);
  show();
}

function showProblems(error) {
  const lines = !session.connection
    ? [words("li", "wb.connectFirst")]
    : error instanceof InvalidInputError
      ? error.problems.map((problem) => live(element("li"), () => problemText(problem)))
      : [live(element("li"), () => sentences(error))];
  byId("sign-problems").replaceChildren(element("ul", { className: "notice" }, ...lines));
}

function show() {
  byId("signed").hidden = !signed;
  const reveal = byId("reveal");
  reveal.setAttribute("aria-pressed", String(revealed));
  put(reveal, revealed ? "wb.hide" : "wb.show");
  if (signed) stages.show(signed, revealed);
  else stages.clear();
  showButtons();
}

function showButtons() {
  for (const id of ["send-signed", "copy-as"]) byId(id).ariaDisabled = String(!signed || countdown.expired);
}

async function copyAs() {
  if (byId("copy-as").ariaDisabled === "true") return;
  const { text, secret } = asCode(byId("copy-format").value, signed);
  const note = secret ? t("wb.copied", { id: signed.executionId, time: clockTime(new Date(signed.expiresAt)) }) : t("copied");
  if (!(await copy(text, note))) return;
  const values = { id: signed.executionId, time: () => clockTime(new Date(signed?.expiresAt ?? Date.now())) };
  const clear = secret && button("wb.clearClipboard", {}, async () => {
    await copy(" ", t("wb.cleared"));
    byId("copied").replaceChildren();
    byId("copy-as").focus();
  }, { className: "quiet small" });
  byId("copied").replaceChildren(secret ? words("span", "wb.copied", values) : words("span", "copied"), " ", clear || "");
}

async function send() {
  const { url, host, regionId, emulated, foreign } = signed;
  const where = { region: regionId, host, account: masked(session.connection.accessKeyId), emulated };
  const allowedOrigins = foreign ? [foreign] : [];
  await sendUrl(byId("sign-verdict"), { url, method: signed.method, allowedOrigins, executionId: signed.executionId, where });
}
