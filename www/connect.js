// The view "Connect": region and credentials. What it needs to connect comes later: see connecting.js.

import { byId, element, markProblems } from "./dom.js";
import { part } from "./parts.js";
import { REGIONS } from "./regions.js";
import { say } from "./say.js";
import { masked, plainCredentials, session } from "./session.js";
import { clockTime, live, put, relative, t } from "./text.js";

const form = document.forms.connect;
const { region, network, endpoint, kind, paste, backend, accessKeyId, accessKeySecret, securityToken, style, seconds, attempts } = form.elements;

// What was read from the paste box, which is emptied at once.
let pasted;

export function startConnect(onConnected) {
  byId("regions").append(...REGIONS.map((id) => element("option", { value: id })));
  form.addEventListener("input", showForm);
  form.addEventListener("change", showForm);
  paste.addEventListener("input", readPaste);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    connect(onConnected);
  });
  showForm();
}

/** Empties every field that may hold a secret. */
export function emptyConnect() {
  pasted = undefined;
  for (const field of [paste, accessKeyId, accessKeySecret, securityToken]) field.value = "";
  showForm();
}

function showForm() {
  const id = region.value.trim();
  byId("unknown-region").hidden = !id || REGIONS.includes(id);
  live(byId("host"), () => hostText());
  for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== kind.value;
  byId("long-lived").hidden = !isLongLived();
  showPasted();
  const spaces = [accessKeyId, accessKeySecret, securityToken].filter((field) => field.value !== field.value.trim());
  const odd = [accessKeyId, accessKeySecret, securityToken].filter((field) => /["'=\s]/.test(field.value.trim().replace(/=+$/, "")));
  live(byId("typed-note"), () => [spaces.length > 0 && t("connect.trimmed"), odd.length > 0 && t("connect.odd")].filter(Boolean).join(" "));
}

const hostText = () => endpoint.value.trim() || (region.value.trim() && `${network.value === "vpc" ? "oos-vpc" : "oos"}.${region.value.trim()}.aliyuncs.com`);

function isLongLived() {
  const id = kind.value === "paste" ? pasted?.accessKeyId : kind.value === "type" ? accessKeyId.value.trim() : undefined;
  return Boolean(id) && !id.startsWith("STS.");
}

function readPaste() {
  const text = paste.value.trim();
  if (!text) return;
  pasted = undefined;
  let found;
  try {
    found = plainCredentials(JSON.parse(text));
  } catch {
    found = {};
  }
  if (found.accessKeyId && found.accessKeySecret) {
    pasted = found;
    // Leaves the page as soon as it was read.
    paste.value = "";
    say(t("connect.read"));
  }
  showForm();
}

function showPasted() {
  const note = byId("pasted");
  note.dataset.state = pasted ? "read" : paste.value.trim() ? "unread" : "empty";
  live(note, () => {
    if (!pasted) return paste.value.trim() ? t("connect.unread") : "";
    const until = pasted.expiration && new Date(pasted.expiration);
    return `${masked(pasted.accessKeyId)}${until ? ` · ${t("env.expires", { time: relative(until) })} (${clockTime(until)})` : ""}`;
  });
}

function readOptions() {
  const text = (field) => field.value.trim() || undefined;
  const advanced = {
    requestStyle: style.value,
    timeoutMs: text(seconds) === undefined ? undefined : Math.round(Number(seconds.value) * 1000),
    retry: attempts.value === "1" ? false : { maxAttempts: Number(attempts.value) },
  };
  return { regionId: text(region), network: network.value, endpoint: text(endpoint), credentials: readCredentials(text), advanced };
}

function readCredentials(text) {
  if (kind.value === "paste") return pasted ?? {};
  if (kind.value === "type") return { accessKeyId: text(accessKeyId), accessKeySecret: text(accessKeySecret), securityToken: text(securityToken) };
  const address = new URL(backend.value.trim() || ".", location.href);
  return async () => {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", referrerPolicy: "no-referrer" });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return plainCredentials(await response.json());
  };
}

const FIELDS = {
  regionId: "region",
  "credentials.accessKeyId": "accessKeyId",
  "credentials.accessKeySecret": "accessKeySecret",
  "credentials.securityToken": "securityToken",
  timeoutMs: "seconds",
};
const fieldOf = ({ parameter }) => {
  const id = FIELDS[parameter] ?? parameter;
  return kind.value === "paste" && parameter?.startsWith("credentials") ? "paste" : id;
};

let running = false;

async function connect(onConnected) {
  if (running) return;
  const report = byId("connect-report");
  report.replaceChildren();
  markProblems(form, []);
  put(report, "connect.looking", { host: hostText() });
  running = true;
  try {
    const { openAndLook, explain } = await part("connecting");
    try {
      session.use(await openAndLook(readOptions()));
      report.replaceChildren();
      emptyConnect();
      onConnected();
    } catch (error) {
      explain(error, { form, report, fieldOf, host: hostText() });
    }
  } catch {
    put(report, "load.failed");
    say(t("load.failed"));
  } finally {
    running = false;
  }
}
