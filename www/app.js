// Ties the page together: which view is shown, the line that says where calls go, forgetting, and the language.

import { byId } from "./dom.js";
import { emptyConnect, startConnect } from "./connect.js";
import { decided, emulator } from "./emulator.js";
import { forgetHistory, startHistory } from "./history.js";
import { executionList } from "./list.js";
import { forgetOne, showOne } from "./one.js";
import { currentRun, forgetRun, runTitle, startRun } from "./run.js";
import { showRun, startRunView } from "./run-view.js";
import { hush, say } from "./say.js";
import { masked, session } from "./session.js";
import { countdown, currentLanguage, live, localise, put, setLanguage, t, tick } from "./text.js";

const SOON_MS = 5 * 60_000;
const TABS = ["sign", "check", "explain", "codes"];

// The emulator that serves the page is connected to at once.
const own = await decided;

/** Returns the view that the hash names. Without a connection the console is the view "connect". */
function route() {
  const [area = "", view = "", detail = ""] = location.hash.replace(/^#\/?/, "").split("?")[0].split("/");
  if (area === "workbench") return { name: TABS.includes(view) ? view : "sign", detail: decode(detail) };
  if (area === "connect") return { name: "connect" };
  if (view === "history") return { name: "history" };
  if (view === "run" && (session.connection || currentRun())) return { name: "run" };
  if (!session.connection) return { name: "connect" };
  return view && view !== "run" ? { name: "one", executionId: decode(view) } : { name: "console" };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

let shown;

let workbench;
let loading;

async function loadWorkbench() {
  const loaded = await import("./workbench.js");
  loaded.startWorkbench(emulator);
  workbench = loaded;
}

async function show({ focus = true } = {}) {
  const view = route();
  if (TABS.includes(view.name) && !workbench) {
    await (loading ??= loadWorkbench());
    // Another view was asked for meanwhile.
    if (JSON.stringify(route()) !== JSON.stringify(view)) return;
  }
  byId("loading").hidden = true;
  byId("page").hidden = false;
  const changed = JSON.stringify(view) !== JSON.stringify(shown);
  shown = view;
  for (const section of document.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== view.name;
  const { area } = document.querySelector(`[data-view="${view.name}"]`).dataset;
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.dataset.area === area || link.dataset.tab === view.name;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view.name === "one" && changed) showOne(view.executionId);
  if (view.name === "run") showRun();
  if (TABS.includes(view.name)) workbench.showWorkbench(view.name, view.detail);
  if (changed && focus && !view.detail) document.querySelector(`[data-view="${view.name}"] h1`)?.focus();
  showTitle();
}

function showTitle() {
  const view = t(`title.${shown?.name ?? "console"}`);
  document.title = `${runTitle() ?? view} – oos-cancel`;
}

let lastLeft = 0;

function showEnvironment() {
  const connection = session.connection;
  const root = document.documentElement;
  root.dataset.env = connection ? (connection.emulated ? "emulator" : "live") : "none";
  byId("forget").hidden = !connection;
  byId("badge").hidden = !connection;
  put(byId("badge"), connection?.emulated ? "env.emulator" : "env.live");
  byId("badge").dataset.live = String(!connection?.emulated);
  live(byId("env"), () => {
    if (!connection) return t("env.none");
    return [connection.where, masked(connection.accessKeyId)].filter(Boolean).join(" · ");
  });
  const left = connection?.expiresAt ? connection.expiresAt - Date.now() : undefined;
  const renew = byId("renew");
  renew.hidden = left === undefined;
  renew.dataset.soon = String(left < SOON_MS);
  if (left === undefined) return;
  live(byId("renew-time"), () => t(left < SOON_MS ? "env.soon" : "env.expires", { time: countdown(left) }));
  if (left < SOON_MS && lastLeft >= SOON_MS) say(t("env.soon", { time: countdown(left) }));
  lastLeft = left;
}

function onSession({ detail: { why, before } }) {
  showEnvironment();
  if (why === "connected") {
    const { emulated } = session.connection;
    if (!emulated) say(t("env.isLive", { region: session.connection.where }), { urgent: true });
    // Renewed credentials go on with the same list.
    const renewed = before?.host === session.connection.host;
    if (!renewed) executionList.clear();
    executionList.reload({ announce: false, keepSelection: renewed });
    return show({ focus: false });
  }
  // The results of a run contain no secret, and are what the operator has to hand on.
  if (why === "asked" || why === "left") {
    forgetRun();
    forgetHistory();
  }
  emptyConnect();
  executionList.clear();
  forgetOne();
  workbench?.forgetWorkbench();
  if (why !== "left") say(t(`env.forgotten.${why}`), { urgent: why === "expired" });
  show();
}

function startConsole() {
  document.forms.lookup.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = byId("lookup-id").value.trim();
    if (!id) return byId("lookup-id").focus();
    const hash = `#/console/${encodeURIComponent(id)}`;
    if (location.hash === hash) show();
    else location.hash = hash;
  });
  const filter = document.forms.filter;
  // Phones show the executions first.
  byId("filters").open = matchMedia("(min-width: 721px)").matches;
  let settling;
  const settle = (delay) => {
    executionList.deselect();
    clearTimeout(settling);
    settling = setTimeout(() => executionList.reload(), delay);
  };
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(0);
  });
  filter.addEventListener("input", ({ target }) => settle(target.tagName === "SELECT" ? 0 : 500));
  byId("pause").addEventListener("click", () => executionList.togglePause());
  byId("fresh").addEventListener("click", () => executionList.showFresh());
  byId("more").addEventListener("click", () => executionList.showMore());
  byId("select-all").addEventListener("click", () => executionList.selectAll());
  byId("deselect").addEventListener("click", () => {
    executionList.deselect();
    byId("select-shown").focus();
  });
  byId("review").addEventListener("click", async () => {
    if (await startRun([...executionList.selected.values()])) executionList.deselect();
  });
  document.forms.ids.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ids = [...new Set(byId("ids").value.split(/[\s,;]+/).filter(Boolean))];
    if (ids.length === 0) return byId("ids").focus();
    await startRun(ids.map((executionId) => ({ executionId })));
  });
}

function start() {
  setLanguage(currentLanguage());
  for (const choice of document.querySelectorAll("[data-language]")) {
    choice.addEventListener("click", () => {
      hush();
      setLanguage(choice.dataset.language);
      showLanguage();
      showTitle();
    });
  }
  showLanguage();
  startConsole();
  startRunView(() => (location.hash = "#/console"));
  startHistory();
  startConnect(() => (location.hash = "#/console"));
  session.addEventListener("change", onSession);
  session.addEventListener("tick", () => {
    tick();
    showEnvironment();
    showTitle();
    if (shown?.name === "console" && session.connection) executionList.tick();
  });
  // The hash names the view, so the link must not change it.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("[data-view]:not([hidden]) h1").focus();
  });
  byId("forget").addEventListener("click", () => session.forget("asked"));
  byId("renew").addEventListener("click", () => (location.hash = "#/connect"));
  addEventListener("hashchange", () => show());
  if (own?.automatic) session.use(session.open(own.connection()));
  emulator.then((found) => {
    if (found && !found.automatic) offer(found);
  });
  showEnvironment();
  localise();
  show({ focus: false });
}

function offer(found) {
  const button = byId("try-here");
  button.hidden = false;
  button.addEventListener("click", () => {
    session.use(session.open(found.connection()));
    location.hash = "#/console";
  });
}

function showLanguage() {
  for (const choice of document.querySelectorAll("[data-language]")) choice.hidden = choice.dataset.language === currentLanguage();
}

start();
