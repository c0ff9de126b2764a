// Creates elements. Text is inserted as text, so nothing that a server sends or a person pastes becomes markup.

import { live, liveAttributes, put, t } from "./text.js";
import { say } from "./say.js";

export const byId = (id) => document.getElementById(id);

export function element(name, { dataset, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  Object.assign(node.dataset, dataset);
  node.append(...children.filter((child) => child !== undefined && child !== false));
  return node;
}

/** Creates an element that shows a text in the language of the page. */
export const words = (name, key, values, properties) => put(element(name, properties), key, values);

export function button(key, values, onClick, properties = {}) {
  const made = words("button", key, values, { type: "button", ...properties });
  made.addEventListener("click", () => made.ariaDisabled !== "true" && onClick(made));
  return made;
}

export const code = (text) => element("code", {}, text);

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
}

/** Returns a mark of the sprite in index.html. A word always stands beside it. */
export const icon = (name) => svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));

/** Creates a description list of `[key, value]` pairs. Pairs without a value are left out. */
export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return element("dl", { className: "facts" }, ...rows.map(([key, value]) => element("div", {}, words("dt", key), element("dd", {}, value))));
}

/** Copies a text, and says so. */
export async function copy(text, note = t("copied")) {
  try {
    await navigator.clipboard.writeText(text);
    say(note);
    return true;
  } catch {
    say(t("copy.refused"));
    return false;
  }
}

/** Returns an id with a button that copies it. */
export function copyable(text) {
  const press = button("copy", {}, () => copy(text), { className: "quiet small" });
  liveAttributes(press, { "aria-label": () => t("copy.what", { what: text }) });
  return element("span", { className: "copyable" }, code(text), " ", press);
}

/** Creates a `<details>`. */
export function details(key, ...children) {
  return element("details", {}, words("summary", key), ...children);
}

/** Returns an address of the vendor as a link, and nothing for any other: it comes from the server. */
export function vendorLink(address) {
  const known = /^https:\/\/([a-z0-9-]+\.)*(aliyun|alibabacloud)\.com\//.test(address ?? "");
  return known ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address) : undefined;
}

/** Marks the fields that problems name, by their ids, and shows each problem under its field. */
export function markProblems(form, problems, messageOf, idOf = ({ parameter }) => parameter) {
  for (const note of form.querySelectorAll(".field-problem")) note.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  const rest = [];
  for (const problem of problems) {
    const input = byId(idOf(problem) ?? "");
    if (!input || !form.contains(input) || input.ariaInvalid) {
      rest.push(problem);
      continue;
    }
    const note = live(element("small", { className: "field-problem", id: `${input.id}-problem` }), () => messageOf(problem));
    input.after(note);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", note.id);
  }
  return rest;
}
