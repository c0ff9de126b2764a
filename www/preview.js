// What would be signed, stage by stage. Signatures and tokens get into the page only when they are asked for.

import { InvalidInputError, signCancelUrl } from "oos-cancel";
import { byId, element } from "./dom.js";

// A secret ends at the next separator. In a StringToSign that is itself encoded, and an & of the value is %2526; in a query
// the & of a value is %26.
const IN_QUERY = /((?:^|[?&])(?:Signature|SecurityToken)=)[^&]+/g;
const IN_STRING_TO_SIGN = /((?:%2F&|%26)SecurityToken%3D)(?:(?!%26).)+/g;

// The element of each stage, its name in the result, and its secrets.
const STAGES = [
  ["canonicalQuery", "canonicalQuery", IN_QUERY],
  ["stringToSign", "stringToSign", IN_STRING_TO_SIGN],
  ["signedUrl", "url", IN_QUERY],
];
const MASK = "••••••••";

export class Preview {
  /** The SignedUrl shown, if the form is complete. */
  signed;
  #revealed = false;
  #reveal = byId("reveal");
  #read;

  /** `read` gives the SignOptions of the moment. */
  constructor(read) {
    this.#read = read;
    this.#reveal.addEventListener("click", () => this.#show(!this.#revealed));
    byId("sign-again").addEventListener("click", () => this.update());
    byId("copy").addEventListener("click", () => this.#copy());
  }

  /** Signs anew, with a nonce and a time of its own. */
  update() {
    byId("copy-note").textContent = "";
    try {
      this.signed = signCancelUrl(this.#read());
      const good = new Date(this.signed.expiresAt).toLocaleTimeString();
      this.#note(`Each signing takes a new nonce and the time of now. This one is good until ${good}.`);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.signed = undefined;
      this.#note(`Nothing to sign yet. ${error.message}`);
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
      byId("copy-note").textContent = "Copied, with its signature. It can cancel the execution: treat it as a secret.";
    } catch {
      byId("copy-note").textContent = "This browser does not let the page copy.";
    }
  }

  #note(text) {
    byId("preview-note").textContent = text;
  }
}

// Lines break before a parameter where they can.
function breakable(text) {
  return text.split(/(?=&|%26)/).flatMap((piece) => [element("wbr"), piece]);
}
