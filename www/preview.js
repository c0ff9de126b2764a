// Shows every stage of the signature. Signatures and tokens are masked until the user asks for them.

import { InvalidInputError, signCancelUrl } from "oos-cancel";
import { byId, element } from "./dom.js";

// A secret ends at the next separator, which is an encoded & in a StringToSign. There an & of a value is %2526; in a query it
// is %26.
const IN_QUERY = /((?:^|[?&])(?:Signature|SecurityToken)=)[^&]+/g;
const IN_STRING_TO_SIGN = /((?:%2F&|%26)SecurityToken%3D)(?:(?!%26).)+/g;

// For each stage: its element, its member of the result, and the pattern of its secrets.
const STAGES = [
  ["canonicalQuery", "canonicalQuery", IN_QUERY],
  ["stringToSign", "stringToSign", IN_STRING_TO_SIGN],
  ["signedUrl", "url", IN_QUERY],
];
const MASK = "••••••••";

export class Preview {
  /** The SignedUrl on display, if the form is complete. */
  signed;
  #revealed = false;
  #reveal = byId("reveal");
  #read;

  /** `read` returns the current SignOptions. */
  constructor(read) {
    this.#read = read;
    this.#reveal.addEventListener("click", () => this.#show(!this.#revealed));
    byId("sign-again").addEventListener("click", () => this.update());
    byId("copy").addEventListener("click", () => this.#copy());
  }

  /** Signs again, with a fresh nonce and the current time. */
  update() {
    byId("copy-note").textContent = "";
    try {
      this.signed = signCancelUrl(this.#read());
      const expires = new Date(this.signed.expiresAt).toLocaleTimeString();
      this.#note(`Every signature has a fresh nonce and the current time. This one expires at ${expires}.`);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.signed = undefined;
      this.#note(`The form is not complete. ${error.message}`);
    }
    this.#show(this.#revealed);
  }

  hideSecrets() {
    this.#show(false);
  }

  #show(revealed) {
    this.#revealed = revealed;
    this.#reveal.setAttribute("aria-pressed", String(revealed));
    byId("signed").hidden = !this.signed;
    for (const [id, stage, secrets] of STAGES) {
      const text = this.signed?.[stage] ?? "";
      byId(id).replaceChildren(...breakable(revealed ? text : text.replace(secrets, `$1${MASK}`)));
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.signed.url);
      byId("copy-note").textContent = "The URL was copied. It can cancel the execution: treat it as a secret.";
    } catch {
      byId("copy-note").textContent = "The browser did not allow copying. Select the URL and copy it by hand.";
    }
  }

  #note(text) {
    byId("preview-note").textContent = text;
  }
}

// Allows line breaks before each parameter.
function breakable(text) {
  return text.split(/(?=&|%26)/).flatMap((piece) => [element("wbr"), piece]);
}
