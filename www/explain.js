// The view "Explain a refusal": why a signature was refused, from what the server wrote and what was sent.

import { explainSignature, InvalidInputError } from "oos-cancel";
import { byId, code, element, icon, words } from "./dom.js";
import { problemText, sentences } from "./failure.js";
import { PasteBox } from "./pasted.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { live, liveAttributes, t, tOr } from "./text.js";

const form = document.forms.explain;
const server = new PasteBox(byId("explain-server"));
const sent = new PasteBox(byId("explain-sent"));

export function startExplain() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    explain();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) explain();
  });
  session.addEventListener("change", ({ detail }) => detail.why !== "connected" && forgetExplain());
}

export function forgetExplain() {
  server.forget();
  sent.forget();
  byId("explanation").replaceChildren();
}

async function explain() {
  const serverMessage = server.take();
  const text = sent.take();
  const root = byId("explanation");
  if (!serverMessage) return byId("explain-server").focus();
  if (!text) return byId("explain-sent").focus();
  try {
    const trySecret = form.elements.secret.checked && session.connection;
    const accessKeySecret = trySecret ? (await session.credentials()).accessKeySecret : undefined;
    const found = explainSignature({ serverMessage, sent: text, method: form.elements.method.value, accessKeySecret });
    root.replaceChildren(...show(found));
    say(t(`ex.${found.verdict}`));
  } catch (error) {
    const sentence = () => (error instanceof InvalidInputError ? error.problems.map(problemText).join(" ") : sentences(error));
    root.replaceChildren(live(element("p", { className: "notice bad" }), sentence));
    say(sentence());
  }
}

function show({ verdict, differences, secretMatches }) {
  const heading = element("h2", { className: "verdict-head" }, icon(verdict === "not-found" ? "question" : "cross"), " ", words("span", `ex.${verdict}`));
  const secret = secretMatches === undefined ? "" : words("p", secretMatches ? "ex.secretFits" : "ex.secretDiffers");
  return differences.length > 0 ? [heading, secret, table(differences)] : [heading, secret];
}

function table(differences) {
  const cell = (name, role, ...children) => {
    const made = element(name, {}, ...children);
    made.setAttribute("role", role);
    return made;
  };
  const head = ["ex.parameter", "ex.signed", "ex.read", "ex.cause"].map((key) => cell("th", "columnheader", words("span", key)));
  const rows = differences.map(({ parameter, sent: mine, server: theirs, cause, message }) => {
    const value = (text) => (text === undefined ? words("span", "ex.absent", {}, { className: "muted" }) : code(text));
    return cell("tr", "row", cell("td", "cell", element("strong", {}, parameter)), cell("td", "cell", value(mine)), cell("td", "cell", value(theirs)),
      cell("td", "cell", live(element("span"), () => tOr(`ex.cause.${cause}`, message, { p: parameter }))));
  });
  const made = element("table", { className: "differences" }, element("thead", {}, cell("tr", "row", ...head)), element("tbody", {}, ...rows));
  made.setAttribute("role", "table");
  liveAttributes(made, { "aria-label": () => t("ex.table") });
  const scroller = element("div", { className: "scroller", tabIndex: 0, role: "region" }, made);
  return liveAttributes(scroller, { "aria-label": () => t("ex.h") });
}
