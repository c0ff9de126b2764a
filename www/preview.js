// What would be signed, stage by stage. Signatures and tokens get into the page only when they are asked for.

import { InvalidInputError, signCancelUrl } from "oos-cancel";
import { byId, element } from "./dom.js";

const STAGES = { canonicalQuery: "canonicalQuery", stringToSign: "stringToSign", signedUrl: "url" };

// Their values end at the next separator, which in a StringToSign is itself encoded.
const SECRETS = /((?:^|[?&]|%26)(?:Signature|SecurityToken)(?:=|%3D))((?:(?!%26)[^&])+)/g;
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
    for (const [id, stage] of Object.entries(STAGES)) {
      const text = this.signed?.[stage] ?? "";
      byId(id).replaceChildren(...breakable(revealed ? text : text.replace(SECRETS, `$1${MASK}`)));
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
