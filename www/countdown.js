// Counts down to the moment when a signature expires, by the clock and not by ticks.

import { say } from "./say.js";
import { session } from "./session.js";
import { clockTime, countdown, live, t } from "./text.js";

const SAID_AT = [5 * 60_000, 60_000];

export class Countdown {
  #node;
  #until;
  #onEnd;
  #last;

  constructor(node, onEnd = () => {}) {
    this.#node = node;
    this.#onEnd = onEnd;
    session.addEventListener("tick", () => this.#tick());
  }

  /** Starts, or stops without a time. */
  start(until) {
    this.#until = until && new Date(until);
    this.#last = this.#until - Date.now();
    this.#show();
  }

  get expired() {
    return Boolean(this.#until) && this.#until <= Date.now();
  }

  #show() {
    live(this.#node, () => {
      if (!this.#until) return "";
      const left = this.#until - Date.now();
      return left > 0 ? t("wb.good", { time: countdown(left) }) : t("wb.expired", { time: clockTime(this.#until) });
    });
    this.#node.dataset.expired = String(this.expired);
  }

  #tick() {
    if (!this.#until) return;
    const left = this.#until - Date.now();
    const before = this.#last;
    this.#last = left;
    this.#show();
    if (!this.#node.checkVisibility()) return;
    for (const at of SAID_AT) if (before > at && left <= at) say(t("wb.good", { time: countdown(left) }));
    if (before > 0 && left <= 0) {
      say(t("wb.expired", { time: clockTime(this.#until) }));
      this.#onEnd();
    }
  }
}
