// The language of the page: its texts, numbers and times. What is shown stays alive: a switch of the language renders it again.

const FILES = { en: () => import("./text/en.js"), "zh-CN": () => import("./text/zh.js") };

// In the address, so that it survives a reload and a link can be given to somebody in a language.
const PARAMETER = "lang";

const known = (tag) => (/^zh\b/i.test(tag) ? "zh-CN" : /^en\b/i.test(tag) ? "en" : undefined);
const named = known(new URLSearchParams(location.search).get(PARAMETER) ?? "");

let language = named ?? navigator.languages.map(known).find(Boolean) ?? "en";
let texts = (await FILES[language]()).default;

export const currentLanguage = () => language;

/** Returns a text. `{name}` in it is replaced by a value; a value may be a function, and numbers are written in the language. */
export function t(key, values = {}) {
  const found = texts[key] ?? key;
  const text = typeof found === "string" ? found : found[new Intl.PluralRules(language).select(valueOf(values.n))] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? written(valueOf(values[name])) : place));
}

/** Returns a text by the code of the package, or what the package itself says. */
export function tOr(key, fallback, values) {
  return key in texts ? t(key, values) : fallback;
}

const valueOf = (value) => (typeof value === "function" ? value() : value);
const written = (value) => (typeof value === "number" ? number(value) : String(value ?? ""));

export const number = (value, options) => new Intl.NumberFormat(language, options).format(value);

const rendered = new WeakMap();

/** Shows what `text` returns, now and whenever the language changes. */
export function live(node, text) {
  rendered.set(node, text);
  node.dataset.live = "";
  render(node);
  return node;
}

const labelled = new WeakMap();

/** Does the same for attributes: `texts` has a function for each. */
export function liveAttributes(node, texts) {
  labelled.set(node, texts);
  node.dataset.liveAttributes = "";
  renderAttributes(node);
  return node;
}

function renderAttributes(node) {
  for (const [name, text] of Object.entries(labelled.get(node))) node.setAttribute(name, text());
}

/** Shows a text. A node that shows it already is not touched, so that nothing is announced twice. */
export const put = (node, key, values) => live(node, () => t(key, values));

function render(node) {
  const text = rendered.get(node)();
  if (node.textContent !== text) node.textContent = text;
}

const ATTRIBUTES = { label: "aria-label", placeholder: "placeholder", title: "title" };

/** Translates what is in the document: what was shown by `live`, and the elements of index.html that name their texts. */
export function localise(root = document) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    for (const node of root.querySelectorAll(`[data-t-${name}]`)) node.setAttribute(attribute, t(node.getAttribute(`data-t-${name}`)));
  }
  for (const node of root.querySelectorAll("[data-live]")) if (rendered.has(node)) render(node);
  for (const node of root.querySelectorAll("[data-live-attributes]")) if (labelled.has(node)) renderAttributes(node);
}

/** Shows the page in another language, which the address names from then on. Rejects if its texts cannot be fetched. */
export async function setLanguage(tag) {
  texts = (await FILES[tag]()).default;
  language = tag;
  const address = new URL(location.href);
  address.searchParams.set(PARAMETER, tag === "en" ? "en" : "zh");
  history.replaceState(history.state, "", address);
  showDocument();
}

/** Shows the document in the language of the page. */
export function showDocument() {
  document.documentElement.lang = language;
  localise();
}

/** Renders times that are relative to now. */
export function tick() {
  for (const node of document.querySelectorAll("time[data-live]")) if (rendered.has(node)) render(node);
}

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** Returns how long ago a time was, in the largest unit. */
export function relative(date, now = Date.now()) {
  const seconds = Math.round((date - now) / 1000);
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(seconds / length), unit);
}

export function clockTime(date) {
  return new Intl.DateTimeFormat(language, { dateStyle: isToday(date) ? undefined : "medium", timeStyle: "medium" }).format(date);
}

const isToday = (date) => date.toDateString() === new Date().toDateString();

/** Returns a `<time>` that says how long ago it was. Its title has the local time and UTC. */
export function since(iso) {
  const node = document.createElement("time");
  const date = new Date(iso ?? NaN);
  if (Number.isNaN(date.getTime())) return live(node, () => "–");
  node.dateTime = date.toISOString();
  liveAttributes(node, { title: () => `${clockTime(date)} · ${date.toISOString().replace(/\.\d+/, "")}` });
  return live(node, () => relative(date));
}

/** Returns mm:ss, or h:mm:ss. */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  return parts.slice(parts[0] === "00" ? 1 : 0).join(":");
}

export const inSeconds = (milliseconds) => number(milliseconds / 1000, { maximumFractionDigits: milliseconds < 10_000 ? 1 : 0 });

export const list = (items) => new Intl.ListFormat(language, { type: "conjunction" }).format(items);
