// A box for texts that may contain a secret: what is pasted is read at once and leaves the document.

import { button, element } from "./dom.js";
import { say } from "./say.js";
import { live, number, t } from "./text.js";

export class PasteBox {
  #text = "";
  #box;
  #note;

  /** `onRead` is called with what was pasted. */
  constructor(box, onRead = () => {}) {
    this.#box = box;
    this.#note = element("p", { className: "pasted" });
    box.after(this.#note);
    box.addEventListener("input", ({ inputType }) => {
      if (inputType !== "insertFromPaste" && inputType !== "insertFromDrop") return;
      this.take();
      onRead();
    });
  }

  /** Takes what stands in the box, if anything does, and returns the text that was read last. */
  take() {
    const text = this.#box.value.trim();
    if (text) this.set(text);
    return this.#text;
  }

  set(text) {
    this.#text = text;
    this.#box.value = "";
    this.#show();
  }

  forget() {
    this.set("");
  }

  #show() {
    if (!this.#text) return this.#note.replaceChildren();
    const length = this.#text.length;
    const drop = button("paste.drop", {}, () => {
      this.forget();
      this.#box.focus();
      say(t("paste.dropped"));
    }, { className: "quiet small" });
    this.#note.dataset.state = "read";
    this.#note.replaceChildren(live(element("span"), () => t("paste.read", { n: number(length) })), " ", drop);
  }
}
