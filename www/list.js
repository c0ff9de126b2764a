// The list of the console: filters, pages, polling. Rows never move on their own: what is new waits behind a button.

import { byId, button, copy, element, words } from "./dom.js";
import { failureFacts, isForbidden, sentences } from "./failure.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { live, put, relative, t } from "./text.js";
import { Table } from "./table.js";

const POLL_MS = 5000;
const STEP = 200;
// One go of reading does not page through years of history: the newest this many pages, then it asks.
const PAGES_A_GO = 20;
const POLLED_PAGES = 3;
const LOOKS_A_POLL = 6;
export const MOST_SELECTED = 10_000;

const CANCELLABLE = ["Running", "Waiting", "Queued", "Started"];
const STARTED_MS = { "15m": 15 * 60_000, "1h": 3_600_000, "1d": 86_400_000 };

const filter = document.forms.filter;
const { state, template, started, by } = filter.elements;

class List {
  #table = new Table(byId("rows"), { onSelect: () => this.#showSelection() });
  #pages;
  #done = true;
  #total;
  #pagesRead = 0;
  #shown = STEP;
  #abort = new AbortController();
  #fresh = [];
  #updatedAt;
  #silentSince;
  #paused = false;
  #loading = false;
  #lastPoll = 0;

  get selected() {
    return this.#table.selected;
  }

  /** Starts over with the present filters. What another filter would hide must not stay selected. */
  async reload({ announce = true, keepSelection = false } = {}) {
    if (!keepSelection) this.#table.deselect();
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (!session.connection || session.connection.canList === false) return this.#showNotice();
    this.#table.clear();
    this.#fresh = [];
    this.#shown = STEP;
    this.#pagesRead = 0;
    this.#total = undefined;
    this.#silentSince = undefined;
    this.#pages = session.connection.client.listExecutions(this.#filter(), { signal }).pages()[Symbol.asyncIterator]();
    this.#done = false;
    await this.#read(() => this.#table.size < STEP, signal);
    if (announce && !signal.aborted && this.#updatedAt) say(this.#countText());
  }

  clear() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#table.clear();
    this.#table.deselect();
    this.#fresh = [];
    this.#done = true;
    this.#updatedAt = undefined;
    byId("list-notice").replaceChildren();
    this.#show();
  }

  togglePause() {
    this.#paused = !this.#paused;
    this.#show();
    say(t(this.#paused ? "list.paused" : "list.goesOn"));
  }

  /** Called each second while the console is in view. */
  tick() {
    this.#show();
    const idle = this.#paused || document.hidden || this.#loading || session.busy || !this.#updatedAt;
    if (idle || Date.now() - this.#lastPoll < POLL_MS) return;
    this.#lastPoll = Date.now();
    this.#poll();
  }

  #filter() {
    const since = STARTED_MS[started.value];
    return {
      status: state.value === "cancellable" ? CANCELLABLE : state.value || undefined,
      templateName: template.value.trim() || undefined,
      executedBy: by.value.trim() || undefined,
      startedAfter: since && new Date(Date.now() - since),
    };
  }

  // Reads pages while `wanted` says so.
  async #read(wanted, signal) {
    this.#loading = true;
    const until = this.#pagesRead + PAGES_A_GO;
    try {
      byId("list-notice").replaceChildren();
      while (!this.#done && wanted() && this.#pagesRead < until) {
        this.#show();
        const { value: page, done } = await this.#pages.next();
        if (signal.aborted) return;
        this.#done = Boolean(done);
        if (done) break;
        this.#pagesRead += 1;
        this.#total = page.totalCount ?? this.#total;
        this.#table.add(page.executions, this.#shown);
        this.#updatedAt = Date.now();
      }
      this.#lastPoll = Date.now();
      this.#showNotice();
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      if (!signal.aborted) this.#loading = false;
      this.#show();
    }
  }

  #fail(error) {
    this.#done = true;
    if (isForbidden(error)) {
      session.connection.canList = false;
      this.#showNotice();
      return;
    }
    const silent = ["NetworkFailure", "DeadlineExceeded"].includes(error.code);
    const sentence = () => (silent ? t("err.noAnswer", { host: session.connection?.host }) : sentences(error));
    const more = element("details", {}, words("summary", "details"), failureFacts(error));
    byId("list-notice").replaceChildren(live(element("p", { className: "notice bad" }), sentence), more);
    say(sentence());
  }

  // What is there already is updated in place; what is new is counted; what has left the filter is looked at.
  async #poll() {
    const { signal } = this.#abort;
    const { client } = session.connection;
    const seen = new Set();
    try {
      let pages = 0;
      let complete = true;
      const fresh = [];
      for await (const { executions } of client.listExecutions(this.#filter(), { signal }).pages()) {
        for (const execution of executions) {
          seen.add(execution.executionId);
          if (!this.#table.update(execution)) fresh.push(execution);
        }
        if (++pages >= POLLED_PAGES) {
          complete = false;
          break;
        }
      }
      // Behind the pages that were read now, an execution is old and no news.
      this.#fresh = complete || this.#done ? fresh : fresh.filter((execution) => this.#table.isNewer(execution));
      const left = complete ? this.#table.ids().filter((id) => !seen.has(id) && !this.#table.isEnded(id)) : [];
      for (const id of left.slice(0, LOOKS_A_POLL)) {
        const execution = await client.getExecution(id, { signal });
        if (execution) this.#table.update(execution);
      }
      this.#updatedAt = Date.now();
      this.#silentSince = undefined;
    } catch (error) {
      if (signal.aborted) return;
      if (["NetworkFailure", "DeadlineExceeded"].includes(error.code)) this.#silentSince ??= Date.now();
      else this.#fail(error);
    }
    this.#show();
  }

  async showMore() {
    this.#shown += STEP;
    this.#table.show(this.#shown);
    if (this.#table.size < this.#shown && !this.#done) await this.#read(() => this.#table.size < this.#shown, this.#abort.signal);
    this.#show();
    say(t("list.shown", { a: this.#table.shown, b: this.#table.size }));
  }

  /** Reads every page, then selects every execution that can be cancelled. Its ids are fixed from then on. */
  async selectAll() {
    const { signal } = this.#abort;
    while (!this.#done && !signal.aborted && this.#table.size < MOST_SELECTED && this.#updatedAt) {
      await this.#read(() => this.#table.size < MOST_SELECTED, signal);
      if (this.#loading) break;
    }
    if (signal.aborted) return;
    this.#table.selectAll(MOST_SELECTED);
    say(t("sel.n", { n: this.selected.size }));
  }

  showFresh() {
    this.#table.prepend(this.#fresh, (this.#shown += this.#fresh.length));
    this.#fresh = [];
    this.#show();
    this.#table.focusFirst();
  }

  deselect() {
    this.#table.deselect();
  }

  #countText() {
    const n = this.#table.size;
    return this.#done || this.#total !== undefined ? t("list.match", { n: this.#done ? n : this.#total }) : t("list.matchSoFar", { n });
  }

  #show() {
    const known = Boolean(this.#updatedAt);
    byId("list").hidden = session.connection?.canList === false;
    live(byId("list-count"), () => {
      if (!known) return this.#loading ? t("list.loading") : "";
      if (this.#silentSince) return t("list.silent", { s: Math.round((Date.now() - this.#silentSince) / 1000) });
      return `${this.#countText()} · ${t("list.updated", { ago: relative(this.#updatedAt) })}`;
    });
    byId("list-count").dataset.state = this.#silentSince ? "silent" : "fresh";
    put(byId("pause"), this.#paused ? "list.goOn" : "list.pause");
    byId("fresh").hidden = this.#fresh.length === 0;
    put(byId("fresh"), "list.new", { n: this.#fresh.length });
    const rest = this.#table.size - this.#table.shown;
    byId("more").hidden = this.#done && rest <= 0;
    put(byId("more"), rest > 0 ? "list.more" : "list.further", { n: Math.min(rest, STEP) });
    byId("list-part").hidden = !known || this.#table.size === 0;
    live(byId("shown"), () => (this.#table.size > this.#table.shown ? t("list.shown", { a: this.#table.shown, b: this.#table.size }) : ""));
    this.#showSelection();
  }

  #showSelection() {
    const count = this.selected.size;
    byId("selection").hidden = count === 0;
    put(byId("selected-count"), "sel.n", { n: count });
    const all = byId("select-all");
    all.hidden = this.#done && count >= this.#table.cancellable;
    put(all, this.#done ? "sel.all" : "sel.allMatching", { n: this.#table.cancellable });
  }

  #showNotice() {
    const notice = byId("list-notice");
    const connection = session.connection;
    byId("by-ids").hidden = connection?.canList !== false;
    byId("no-list").replaceChildren(connection?.canList === false ? noPermission() : "");
    if (connection?.canList === false) return notice.replaceChildren();
    if (!this.#done || this.#table.size > 0) return notice.replaceChildren();
    const filtered = template.value.trim() || by.value.trim() || started.value;
    const empty = words("p", filtered ? "list.nothing" : "list.empty", { region: connection?.where }, { className: "notice" });
    const clear = filtered
      ? button("list.clear", {}, () => { filter.reset(); this.reload(); byId("lookup-id").focus(); })
      : button("list.showEnded", {}, () => { state.value = ""; this.reload(); state.focus(); });
    notice.replaceChildren(empty, element("p", { className: "actions" }, clear));
  }
}

const POLICY = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: ["oos:ListExecutions", "oos:CancelExecution"], Resource: "*" }],
}, undefined, 2);

function noPermission() {
  const policy = element("details", {}, words("summary", "list.policy"), element("pre", { tabIndex: 0 }, POLICY), button("copy", {}, () => copy(POLICY)));
  return element("div", { className: "notice open" }, words("p", "list.noPermission"), policy);
}

export const executionList = new List();
