// Runs one call at a time, with a button that aborts it and a panel that shows its progress.

export class Call {
  #button;
  #abort;
  #panel;
  #controller;
  #ended;

  constructor(button, abort, panel) {
    this.#button = button;
    this.#abort = abort;
    this.#panel = panel;
    abort.addEventListener("click", () => this.stop());
  }

  /** Runs `send(signal)`, unless a call is in progress. */
  async run(executionId, send) {
    if (this.#controller) return;
    this.#controller = new AbortController();
    this.#showBusy(true);
    this.#panel.running(executionId);
    this.#ended = this.#finish(executionId, send, this.#controller.signal);
    await this.#ended;
  }

  /** Aborts the call in progress, if any, and waits for its end. */
  async stop() {
    this.#controller?.abort();
    await this.#ended;
  }

  async #finish(executionId, send, signal) {
    try {
      this.#panel.accepted(await send(signal));
    } catch (error) {
      // The package rejects with the signal's own reason, so this comparison is all it takes.
      if (signal.aborted && error === signal.reason) this.#panel.aborted(executionId);
      else this.#panel.failed(error, executionId);
    } finally {
      this.#controller = undefined;
      this.#showBusy(false);
    }
  }

  // The button stays focusable while it is disabled, so that keyboard users keep their position.
  #showBusy(busy) {
    this.#button.setAttribute("aria-disabled", String(busy));
    this.#abort.disabled = !busy;
  }
}
