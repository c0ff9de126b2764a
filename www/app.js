// Ties the page together: which view is shown, the line that says where calls go, forgetting, and the language.

import { byId } from "./dom.js";
import { emptyConnect, startConnect } from "./connect.js";
import { decided, emulator, lookForEmulator } from "./emulator.js";
import { fetchParts, part, present } from "./parts.js";
import { hush, say } from "./say.js";
import { masked, session } from "./session.js";
import { startSkipping, showSkips } from "./skip.js";
import { countdown, currentLanguage, live, put, setLanguage, showDocument, t, tick } from "./text.js";

const SOON_MS = 5 * 60_000;
const TABS = ["sign", "check", "explain", "codes"];

// The emulator that serves the page is connected to at once.
const own = await decided;

/** Returns the view that the hash names. Without a connection the console is the view "connect". */
function route() {
  const [area = "", view = "", detail = ""] = location.hash.replace(/^#\/?/, "").split("?")[0].split("/");
  if (area === "workbench") return { name: TABS.includes(view) ? view : "sign", detail: decode(detail), of: "workbench" };
  if (area === "connect") return { name: "connect" };
  if (view === "history") return { name: "history", of: "console" };
  if (view === "run" && (session.connection || present("console")?.hasRun())) return { name: "run", of: "console" };
  if (!session.connection) return { name: "connect" };
  return view && view !== "run" ? { name: "one", executionId: decode(view), of: "console" } : { name: "console", of: "console" };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

let shown;

async function show({ focus = true } = {}) {
  const view = route();
  if (view.of && !present(view.of)) {
    if (!(await load(view.of))) return;
    // Another view was asked for meanwhile.
    if (JSON.stringify(route()) !== JSON.stringify(view)) return;
  }
  uncover();
  byId("failed").hidden = true;
  const changed = JSON.stringify(view) !== JSON.stringify(shown);
  shown = view;
  for (const section of document.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== view.name;
  const { area } = document.querySelector(`[data-view="${view.name}"]`).dataset;
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.dataset.area === area || link.dataset.tab === view.name;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view.of === "console") present("console").showConsole(view, changed);
  if (view.of === "workbench") present("workbench").showWorkbench(view.name, view.detail);
  if (changed && focus && !view.detail) document.querySelector(`[data-view="${view.name}"] h1`)?.focus();
  showTitle();
  showSkips();
}

/** Shows the page in place of the notice that it is loading. Everything else is fetched from then on. */
function uncover() {
  if (!byId("page").hidden) return;
  byId("loading").hidden = true;
  byId("page").hidden = false;
  performance.mark("shown");
  setTimeout(() => {
    fetchParts();
    lookForEmulator();
  });
}

/** Resolves to a part of the page. If it cannot be fetched, the page says so and stays as it is. */
async function load(name) {
  fetchParts();
  try {
    return await part(name);
  } catch {
    failed();
    return undefined;
  }
}

function failed() {
  uncover();
  byId("failed").hidden = false;
  say(t("load.failed"));
}

function showTitle() {
  const view = t(`title.${shown?.name ?? "console"}`);
  document.title = `${present("console")?.runTitle() ?? view} – oos-cancel`;
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

async function onSession({ detail: { why, before } }) {
  showEnvironment();
  if (why === "connected") return onConnected(before);
  present("console")?.forgetConsole(why);
  present("workbench")?.forgetWorkbench();
  emptyConnect();
  if (why !== "left") say(t(`env.forgotten.${why}`), { urgent: why === "expired" });
  return show();
}

async function onConnected(before) {
  const { connection } = session;
  if (!connection.emulated) say(t("env.isLive", { region: connection.where }), { urgent: true });
  // At once if it is there: the client of the connection before is freed now.
  const list = present("console") ?? (await load("console"));
  if (!list || session.connection !== connection) return;
  list.listAfresh({ renewed: before?.host === connection.host });
  await show({ focus: false });
}

/** Connects to an emulator. Resolves to whether it did. */
async function connectTo(found) {
  const connecting = await load("connecting");
  if (connecting) session.use(connecting.openConnection(found.connection()));
  return Boolean(connecting);
}

function start() {
  showDocument();
  for (const choice of document.querySelectorAll("[data-language]")) {
    choice.addEventListener("click", () => chooseLanguage(choice.dataset.language));
  }
  showLanguage();
  startConnect(() => (location.hash = "#/console"));
  startSkipping();
  session.addEventListener("change", onSession);
  session.addEventListener("tick", () => {
    tick();
    showEnvironment();
    showTitle();
    showSkips();
    if (shown?.name === "console" && session.connection) present("console").tickList();
  });
  byId("forget").addEventListener("click", () => session.forget("asked"));
  byId("renew").addEventListener("click", () => (location.hash = "#/connect"));
  addEventListener("hashchange", () => show());
  emulator.then((found) => found && !found.automatic && offer(found));
  showEnvironment();
}

function offer(found) {
  const button = byId("try-here");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await connectTo(found)) location.hash = "#/console";
  });
}

function showLanguage() {
  for (const choice of document.querySelectorAll("[data-language]")) choice.hidden = choice.dataset.language === currentLanguage();
}

async function chooseLanguage(tag) {
  try {
    await setLanguage(tag);
  } catch {
    return failed();
  }
  hush();
  showLanguage();
  showTitle();
}

start();
if (own?.automatic) await connectTo(own);
show({ focus: false });
