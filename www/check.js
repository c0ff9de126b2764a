// The view "Check a URL": what a URL that was signed elsewhere would do, or every problem it has.

import { InvalidInputError, validateCancelUrl } from "oos-cancel";
import { Countdown } from "./countdown.js";
import { byId, code, copyable, element, facts, icon, markProblems, words } from "./dom.js";
import { problemText, sentences } from "./failure.js";
import { hideSecrets } from "./masks.js";
import { PasteBox } from "./pasted.js";
import { say } from "./say.js";
import { sendUrl } from "./send-url.js";
import { masked, session } from "./session.js";
import { shownUrl } from "./sign.js";
import { clockTime, live, t } from "./text.js";

// It has several problems, and no secret.
const BROKEN_URL = "http://oos.cn-hangzhou.aliyuncs.com.example.com/cancel?Action=StartExecution&Version=2019-06-01"
  + "&Format=XML&AccessKeyId=LTAI-example&ExecutionId=exec-8a2aaf460fdf47c6b5ef&SignatureMethod=HMAC-SHA1"
  + "&SignatureVersion=1.0&SignatureNonce=1&Timestamp=2019-06-01T00%3A00%3A00Z&Signature=abc&Debug=1#top";

const form = document.forms.check;
const { method, origins, verify } = form.elements;
const box = new PasteBox(byId("check-url"), () => check());
const countdown = new Countdown(byId("check-countdown"), () => check({ quiet: true }));

let report;
let emulatorOrigin;

/** `emulator` is a promise: the one of a static site starts late. */
export function startCheck(emulator) {
  emulator.then((found) => {
    emulatorOrigin = found?.oos;
    if (found && !origins.value) origins.value = found.oos;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  byId("check-url").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  });
  byId("take-signed").addEventListener("click", () => take(shownUrl()?.url, shownUrl()?.method));
  byId("take-broken").addEventListener("click", () => take(BROKEN_URL));
  byId("send-checked").addEventListener("click", send);
  session.addEventListener("change", ({ detail }) => detail.why !== "connected" && forgetCheck());
}

export function forgetCheck() {
  box.forget();
  clear();
}

function take(url, signedFor = "POST") {
  if (!url) return say(t("chk.nothing"));
  method.value = signedFor;
  box.set(url);
  check();
}

function clear() {
  report = undefined;
  countdown.start();
  byId("check-report").replaceChildren();
  byId("send-checked").hidden = true;
  byId("check-verdict").hidden = true;
}

async function check({ quiet = false } = {}) {
  const url = box.take();
  clear();
  markProblems(form, [], problemText);
  if (!url) {
    if (!quiet) byId("check-url").focus();
    return;
  }
  const options = { method: method.value, allowedOrigins: origins.value.split(/[\s,]+/).filter(Boolean) };
  try {
    if (verify.checked) options.credentials = await session.credentials();
    report = { ...validateCancelUrl(url, options), url, ...options };
    if (report.valid) showValid(url);
    else showProblems(report.problems, url);
    if (!quiet) say(report.valid ? t("chk.ok", { id: report.executionId, host: report.endpoint }) : t("chk.bad", { n: report.problems.length }));
  } catch (error) {
    if (error instanceof InvalidInputError) showProblems(error.problems, url);
    else byId("check-report").append(live(element("p", { className: "notice bad" }), () => sentences(error)));
  }
}

function showValid(url) {
  const { executionId, endpoint, regionId, accessKeyId, temporary, timestamp, expiresAt, nonce, signature } = report;
  countdown.start(expiresAt);
  const verified = signature === "verified";
  const sentence = () => t("chk.ok", { id: executionId, host: endpoint });
  byId("check-report").replaceChildren(
    element("h2", { className: "verdict-head" }, icon("check"), " ", live(element("span"), sentence)),
    words("p", verified ? "chk.verified" : "chk.unverified", {}, { className: verified ? "" : "muted" }),
    facts([
      ["list.id", copyable(executionId)],
      ["connect.region", regionId && code(regionId)],
      ["chk.by", code(masked(accessKeyId))],
      ["connect.credentials", live(element("span"), () => t(temporary ? "chk.temporary" : "chk.longLived"))],
      ["chk.signedAt", live(element("span", { title: timestamp }), () => clockTime(new Date(timestamp)))],
      ["chk.nonce", code(nonce)],
    ]),
    element("p", { className: "mono muted" }, hideSecrets(url)));
  byId("send-checked").hidden = false;
}

function showProblems(problems, url) {
  const lines = problems.map((problem) => {
    const line = element("li", {}, code(problem.code), " ", live(element("span"), () => problemText(problem)));
    return line;
  });
  const heading = words("h2", "chk.bad", { n: problems.length }, { className: "verdict-head" });
  byId("check-report").replaceChildren(heading, element("ul", { className: "problems" }, ...lines), element("p", { className: "mono muted" }, hideSecrets(url)));
}

async function send() {
  const { url, executionId, endpoint, regionId, accessKeyId } = report;
  const host = endpoint.replace(/^https:\/\//, "");
  const where = { region: regionId, host, account: masked(accessKeyId), emulated: endpoint === emulatorOrigin };
  const sent = await sendUrl(byId("check-verdict"), { url, method: report.method, allowedOrigins: report.allowedOrigins, executionId, where });
  if (sent) byId("send-checked").hidden = true;
}
