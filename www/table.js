// The table of executions: rows, selection and keys. One Tab stop for all rows; the arrow keys move between them.

import { byId, element } from "./dom.js";
import { isEnded, stateMark, tasksText } from "./states.js";
import { since } from "./text.js";

export class Table {
  /** The selected executions by id, as they were last seen. */
  selected = new Map();
  #rows = new Map();
  #body;
  #onSelect;
  #shown = 0;
  #current;
  #anchor;

  constructor(body, { onSelect }) {
    this.#body = body;
    this.#onSelect = onSelect;
    body.addEventListener("keydown", (event) => this.#key(event));
    body.addEventListener("click", (event) => this.#click(event));
    body.addEventListener("focusin", ({ target }) => target.type === "checkbox" && this.#makeCurrent(target));
    byId("select-shown").addEventListener("click", ({ target }) => this.#selectShown(target.checked));
  }

  get size() {
    return this.#rows.size;
  }

  get shown() {
    return Math.min(this.#shown, this.size);
  }

  get cancellable() {
    let count = 0;
    for (const { execution } of this.#rows.values()) if (!isEnded(execution.status)) count += 1;
    return count;
  }

  ids = () => [...this.#rows.keys()];

  isEnded = (id) => isEnded(this.#rows.get(id)?.execution.status);

  /** Returns whether an execution started after the newest row. */
  isNewer({ startDate, createDate }) {
    const [first] = this.#rows.values();
    const at = (execution) => execution?.startDate ?? execution?.createDate ?? "";
    return (startDate ?? createDate ?? "") >= at(first?.execution);
  }

  clear() {
    this.#rows.clear();
    this.#body.replaceChildren();
    this.#shown = 0;
    this.#current = undefined;
  }

  add(executions, shown) {
    for (const execution of executions) if (!this.update(execution)) this.#rows.set(execution.executionId, { execution });
    this.show(shown);
  }

  prepend(executions, shown) {
    const known = new Map(this.#rows);
    this.#rows.clear();
    for (const execution of executions) this.#rows.set(execution.executionId, { execution });
    for (const [id, row] of known) if (!this.#rows.has(id)) this.#rows.set(id, row);
    this.#shown = 0;
    this.#body.replaceChildren();
    this.show(shown);
  }

  /** Puts the first rows into the page; the others are kept. */
  show(count) {
    const rows = [...this.#rows.values()];
    for (const row of rows.slice(this.#shown, count)) {
      row.node ??= this.#row(row.execution);
      this.#body.append(row.node);
    }
    this.#shown = Math.max(this.#shown, Math.min(count, rows.length));
    const boxes = this.#boxes();
    if (!this.#current?.isConnected && boxes[0]) this.#makeCurrent(boxes[0]);
  }

  /** Replaces what changed in a row that is there already. Returns whether there is one. */
  update(execution) {
    const row = this.#rows.get(execution.executionId);
    if (!row) return false;
    const changed = row.execution.status !== execution.status || tasksText(row.execution) !== tasksText(execution);
    row.execution = execution;
    if (this.selected.has(execution.executionId)) this.selected.set(execution.executionId, execution);
    if (changed && row.node) this.#refresh(row);
    return true;
  }

  #refresh({ node, execution }) {
    node.querySelector(".cell-state").replaceChildren(stateMark(execution.status));
    node.querySelector(".cell-tasks").textContent = tasksText(execution);
    node.classList.add("changed");
    node.classList.toggle("ended", isEnded(execution.status));
    setTimeout(() => node.classList.remove("changed"), 1000);
  }

  selectAll(most) {
    for (const { execution } of this.#rows.values()) {
      if (this.selected.size >= most) break;
      if (!isEnded(execution.status)) this.selected.set(execution.executionId, execution);
    }
    this.#showChecks();
  }

  deselect() {
    this.selected.clear();
    this.#showChecks();
  }

  focusFirst() {
    this.#boxes()[0]?.focus();
  }

  #row(execution) {
    const { executionId, templateName, status, startDate, createDate, executedBy } = execution;
    const box = element("input", { type: "checkbox", tabIndex: -1, checked: this.selected.has(executionId), value: executionId });
    box.setAttribute("aria-label", executionId);
    const link = element("a", { href: `#/console/${encodeURIComponent(executionId)}`, tabIndex: -1, className: "mono" }, executionId);
    const cell = (className, ...children) => element("td", { className, role: "cell" }, ...children);
    const row = element("tr", { role: "row", dataset: { id: executionId } },
      cell("cell-check", element("label", {}, box)),
      cell("cell-id", link),
      cell("cell-template", templateName ?? ""),
      cell("cell-state", stateMark(status)),
      cell("cell-started", since(startDate ?? createDate)),
      cell("cell-by", executedBy ?? ""),
      cell("cell-tasks", tasksText(execution)));
    row.classList.toggle("ended", isEnded(status));
    row.classList.toggle("selected", box.checked);
    return row;
  }

  #boxes = () => [...this.#body.querySelectorAll("input[type=checkbox]")];

  #makeCurrent(box) {
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = box;
    box.tabIndex = 0;
  }

  #click(event) {
    const box = event.target;
    if (box.type !== "checkbox") return;
    this.#select(box, box.checked, event.shiftKey);
  }

  #select(box, checked, range) {
    const boxes = this.#boxes();
    const from = range && this.#anchor ? boxes.indexOf(this.#anchor) : -1;
    const to = boxes.indexOf(box);
    const chosen = from < 0 ? [box] : boxes.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of chosen) this.#set(one.value, checked);
    this.#anchor = box;
    this.#showChecks();
  }

  #set(id, checked) {
    if (checked) this.selected.set(id, this.#rows.get(id).execution);
    else this.selected.delete(id);
  }

  #selectShown(checked) {
    for (const { value } of this.#boxes()) this.#set(value, checked);
    this.#showChecks();
  }

  #showChecks() {
    const boxes = this.#boxes();
    for (const box of boxes) {
      box.checked = this.selected.has(box.value);
      box.closest("tr").classList.toggle("selected", box.checked);
    }
    const count = boxes.filter(({ checked }) => checked).length;
    Object.assign(byId("select-shown"), { checked: count > 0 && count === boxes.length, indeterminate: count > 0 && count < boxes.length });
    this.#onSelect();
  }

  #key(event) {
    const box = event.target;
    if (box.type !== "checkbox") return;
    const boxes = this.#boxes();
    const at = boxes.indexOf(box);
    const last = boxes.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = boxes[Math.max(0, Math.min(last, to))];
      if (event.shiftKey) {
        this.#anchor ??= box;
        this.#select(next, true, true);
      }
      next.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      location.hash = `#/console/${encodeURIComponent(box.value)}`;
    } else if (event.key === " " && event.shiftKey) {
      event.preventDefault();
      this.#select(box, true, true);
    } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#selectShown(true);
    }
  }
}
