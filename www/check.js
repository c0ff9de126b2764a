// Checks a URL that was signed elsewhere: shows what it would do, or every problem it has.

import { InvalidInputError, sendCancelUrl, validateCancelUrl } from "oos-cancel";
import { Call } from "./call.js";
import { byId, code, facts, problemList } from "./dom.js";
import { markProblems, readCredentials } from "./form.js";
import { OutcomePanel } from "./outcome.js";
import { Panel } from "./panel.js";

// It has several problems, and no secret.
const BROKEN_URL = "http://oos.cn-hangzhou.aliyuncs.com.example.com/cancel?Action=StartExecution&Version=2019-06-01"
  + "&Format=XML&AccessKeyId=LTAI-example&ExecutionId=exec-8a2aaf460fdf47c6b5ef&SignatureMethod=HMAC-SHA1"
  + "&SignatureVersion=1.0&SignatureNonce=1&Timestamp=2019-06-01T00%3A00%3A00Z&Signature=abc&Debug=1#top";

export class UrlCheck {
  outcome = new OutcomePanel(byId("sent"));
  #form = document.forms.check;
  #report = new Panel(byId("report"), "Report", "Shows what the URL would do, or every problem it has.");
  #call = new Call(byId("send"), byId("send-abort"), this.outcome);
  #executionId;

  /** `takeSigned` returns the current signed URL. */
  constructor(takeSigned) {
    const form = this.#form;
    form.addEventListener("input", () => this.#forgetReport());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.validate();
    });
    byId("take-preview").addEventListener("click", () => {
      const signed = takeSigned();
      this.take(signed?.url ?? "", signed?.method);
    });
    byId("take-broken").addEventListener("click", () => this.take(BROKEN_URL));
    byId("send").addEventListener("click", () => {
      this.#call.run(this.#executionId, (signal) => sendCancelUrl(form.elements.url.value.trim(), { ...this.#options(), signal }));
    });
  }

  take(url, method = "POST") {
    this.#form.elements.url.value = url;
    this.#form.elements.method.value = method;
    this.#forgetReport();
  }

  trust(origin) {
    this.#form.elements.allowedOrigins.value = origin;
  }

  validate() {
    this.#forgetReport();
    try {
      const report = validateCancelUrl(this.#form.elements.url.value.trim(), this.#options());
      if (report.valid) this.#showValid(report);
      else this.#showProblems("Not valid", report.problems);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      markProblems(error.problems);
      this.#showProblems("Not checked", error.problems);
    }
  }

  #options() {
    const form = this.#form;
    return {
      method: form.elements.method.value,
      allowedOrigins: form.elements.allowedOrigins.value.split(/[\s,]+/).filter(Boolean),
      credentials: form.elements.verify.checked ? readCredentials() : undefined,
    };
  }

  #showValid(report) {
    this.#executionId = report.executionId;
    const verified = report.signature === "verified";
    const verdict = verified
      ? ["verified", "Valid", "The signature is correct."]
      : ["well-formed", "Well-formed", "The signature was not checked."];
    this.#report.show(...verdict, facts([
      ["Cancels", code(report.executionId)],
      ["Sent to", code(report.endpoint)],
      ["Region", report.regionId && code(report.regionId)],
      ["Signed by", code(report.accessKeyId)],
      ["Credentials", report.temporary ? "temporary, with a SecurityToken" : "an AccessKey"],
      ["Signed at", report.timestamp],
      ["Expires at", report.expiresAt],
      ["Nonce", code(report.nonce)],
      ["Signature", verified ? "correct for the credentials above" : "not checked; enter credentials above and tick the box to verify it"],
    ]));
    byId("send-part").hidden = false;
  }

  #showProblems(word, problems) {
    const count = problems.length === 1 ? "One problem." : `${problems.length} problems.`;
    this.#report.show("invalid", word, count, problemList(problems));
    this.#report.focus();
  }

  #forgetReport() {
    markProblems([]);
    this.#report.clear();
    this.outcome.clear();
    byId("send-part").hidden = true;
  }
}
