// A panel that shows a status: a word, a sentence, and details.

import { element } from "./dom.js";

export class Panel {
  #root;
  #word = element("strong");
  #sentence = element("span");
  #details = element("div");

  #empty;

  /** `empty` is the text of the empty panel. */
  constructor(root, label, empty) {
    this.#empty = empty;
    // Focusable, so that focus can move to it for keyboard and screen reader users.
    Object.assign(root, { className: "panel", tabIndex: -1, role: "group", ariaLabel: label });
    // Screen readers announce changes only of an element that stays in the page.
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
