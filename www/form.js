// Reads the forms into the package's options, and shows each problem beside its field.
// Fields have the names of the options, so the `parameter` of a problem identifies its field.

import { byId, element } from "./dom.js";

const { target, cancel } = document.forms;

const CREDENTIALS = ["credentials.accessKeyId", "credentials.accessKeySecret", "credentials.securityToken"];

const field = (name) => target.elements[name] ?? cancel.elements[name];
const text = (name) => field(name).value.trim() || undefined;

/** Returns the target and the credentials. */
export function readTarget() {
  // An empty endpoint is passed on. Without it, the call would go to the region instead.
  const where = text("where") === "endpoint" ? { endpoint: text("endpoint") ?? "" } : { network: text("network") };
  return { ...where, regionId: text("regionId"), credentials: readCredentials() };
}

export function readCredentials() {
  const [accessKeyId, accessKeySecret, securityToken] = CREDENTIALS.map(text);
  return { accessKeyId, accessKeySecret, securityToken };
}

export const readRequestStyle = () => text("travel");

/** The method that a request of the chosen style is signed for. */
export const readMethod = () => (readRequestStyle() === "get" ? "GET" : "POST");

/** Returns the option `retry`; `undefined` means the package's default. */
export const readRetry = () => (field("retry").checked ? undefined : false);

export const readExecutionId = () => text("executionId");

/** Returns the deadline. What is not a number is passed on, for the package to refuse. */
export function readTimeout() {
  const timeoutMs = text("timeoutMs");
  return timeoutMs === undefined ? undefined : Number(timeoutMs);
}

/** Sets fields by name and resets all others. */
export function fill(values) {
  target.reset();
  cancel.reset();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) field(name).value = value;
  }
}

export function emptyCredentials() {
  for (const name of CREDENTIALS) field(name).value = "";
}

/** Shows the fields of the chosen kind of target. */
export function showWhere() {
  for (const part of target.querySelectorAll("[data-where]")) part.hidden = part.dataset.where !== text("where");
}

/** Marks exactly the fields that `problems` name. */
export function markProblems(problems) {
  for (const note of document.querySelectorAll(".field-problem")) note.remove();
  for (const input of document.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  for (const { parameter, message } of problems) {
    const input = byId(parameter);
    if (!input || input.ariaInvalid) continue;
    const note = element("small", { className: "field-problem", id: `${parameter}-problem` }, message);
    input.after(note);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", note.id);
  }
}
