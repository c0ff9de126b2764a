// Shows the stages of a signature so that a parameter can be found in each of them: by list, pointer, touch and arrow keys.

import { byId, element } from "./dom.js";
import { hideSecrets } from "./masks.js";

const SECRET = ["Signature", "SecurityToken"];

/** Cuts a stage into pieces, each with the parameter that it belongs to. */
function pieces(text, separator, nameEnd) {
  return text.split(separator).flatMap((piece, index) => {
    const name = piece.slice(0, Math.max(0, piece.indexOf(nameEnd)));
    const mark = element("span", { className: "piece", dataset: { p: name } }, piece);
    return index === 0 ? [mark] : [separator, element("wbr"), mark];
  });
}

export class Stages {
  #list = byId("parameters");
  #root = byId("stages");
  #chosen;

  constructor() {
    this.#list.addEventListener("change", ({ target }) => this.#choose(target.value));
    for (const root of [this.#root, this.#list]) {
      root.addEventListener("pointerover", ({ target }) => this.#light(nameOf(target) ?? this.#chosen));
      root.addEventListener("pointerleave", () => this.#light(this.#chosen));
    }
    this.#root.addEventListener("click", ({ target }) => {
      const name = nameOf(target);
      const radio = name && [...this.#list.querySelectorAll("input")].find(({ value }) => value === name);
      if (!radio) return;
      radio.checked = true;
      this.#choose(name);
    });
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && !document.querySelector("dialog[open]")) this.#letGo();
    });
  }

  show({ canonicalQuery, stringToSign, url, method, signature }, revealed) {
    const shown = (text) => (revealed ? text : hideSecrets(text));
    const [host, query] = shown(url).split("?");
    const head = `${method}&%2F&`;
    byId("canonicalQuery").replaceChildren(...pieces(shown(canonicalQuery), "&", "="));
    byId("stringToSign").replaceChildren(head, element("wbr"), ...pieces(shown(stringToSign).slice(head.length), "%26", "%3D"));
    byId("signature").textContent = revealed ? signature : "••••••••";
    byId("signedUrl").replaceChildren(`${host}?`, ...pieces(query, "&", "="));
    this.#showList(canonicalQuery, revealed);
    this.#light(this.#chosen);
  }

  clear() {
    for (const id of ["canonicalQuery", "stringToSign", "signature", "signedUrl"]) byId(id).replaceChildren();
    this.#list.replaceChildren();
  }

  #showList(canonicalQuery, revealed) {
    const names = canonicalQuery.split("&").map((pair) => pair.split("="));
    const present = [...this.#list.querySelectorAll("input")].map(({ value }) => value);
    if (present.join() !== names.map(([name]) => name).join()) {
      this.#list.replaceChildren(...names.map(([name]) => {
        const radio = element("input", { type: "radio", name: "parameter", value: name, checked: name === this.#chosen });
        return element("label", { className: "piece", dataset: { p: name } }, radio, " ", element("span", {}, name), element("code"));
      }));
    }
    for (const [index, [name, value]] of names.entries()) {
      const hidden = !revealed && SECRET.includes(name);
      this.#list.children[index].querySelector("code").textContent = hidden ? "••••••••" : decodeURIComponent(value);
    }
  }

  #choose(name) {
    this.#chosen = name;
    this.#light(name);
  }

  #letGo() {
    this.#chosen = undefined;
    for (const radio of this.#list.querySelectorAll("input")) radio.checked = false;
    this.#light(undefined);
  }

  #light(name) {
    for (const piece of document.querySelectorAll(".piece")) piece.classList.toggle("lit", Boolean(name) && piece.dataset.p === name);
  }
}

const nameOf = (target) => target.closest?.(".piece")?.dataset.p || undefined;
