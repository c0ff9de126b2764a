// A panel that tells how something stands: a word, a sentence, and the details under them.

import { element } from "./dom.js";

export class Panel {
  #root;
  #word = element("strong");
  #sentence = element("span");
  #details = element("div");

  #empty;

  /** `empty` is what it says as long as there is nothing to tell. */
  constructor(root, label, empty) {
    this.#empty = empty;
    // Focusable, so that the keyboard and a screen reader can be taken to it.
    Object.assign(root, { className: "panel", tabIndex: -1, role: "group", ariaLabel: label });
    // The verdict stays in the page while it changes, or a screen reader would not announce it.
    root.append(element("p", { className: "verdict", role: "status" }, this.#word, " ", this.#sentence), this.#details);
    this.#root = root;
    this.clear();
  }

  clear() {
    this.#put("empty", "", this.#empty);
  }

  show(state, word, sentence, ...details) {
    this.#put(state, word, sentence, ...details);
    this.#root.scrollIntoView({ block: "nearest" });
  }

  focus() {
    this.#root.focus();
  }

  #put(state, word, sentence, ...details) {
    this.#root.dataset.state = state;
    this.#word.textContent = word;
    this.#sentence.textContent = sentence;
    this.#details.replaceChildren(...details);
  }
}
