// Examples that need the emulator: it says where it is, and its control interface arranges what a button is about.

import { byId, element } from "./dom.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const FINISHED = "exec-600d600d600d600d600d";
const GOOD_ACCOUNT = "LTAI-demo-full";

// As they are when the emulator starts; some examples need others.
const SETTINGS = { cancelDelayMs: 300, keepAlive: true };

const fault = (kind, details) => ({ fault: { kind, ...details } });

// The documented errors are the eight of the vendor's CancelExecution page. What is not named is the good account, cancelling a running execution.
const GROUPS = {
  Success: [{ label: "Accepted" }, { label: "Accepted, with STS", account: "STS.demo-valid" }],
  "Documented errors": [
    { label: "InvalidVersion", ...fault("error", { code: "InvalidVersion" }) },
    { label: "InvalidAction.NotFound", ...fault("error", { code: "InvalidAction.NotFound" }) },
    { label: "User.NoPermission", account: "LTAI-demo-no-permission" },
    { label: "InvalidStsToken", account: "STS.demo-invalid" },
    { label: "ExpiredStsToken", account: "STS.demo-expired" },
    { label: "InvalidAccountType", account: "LTAI-demo-account-type" },
    { label: "ExecutionCancelFailed", executionId: FINISHED, status: "Success" },
    { label: "EntityNotExist.Execution", executionId: "exec-00000000000000000000", status: undefined },
  ],
  "Gateway, network": [
    { label: "Wrong secret", secret: "not-the-secret" },
    { label: "Throttled", account: "LTAI-demo-throttled" },
    { label: "Throttled, then accepted", ...fault("throttling", { retryAfter: 1 }) },
    { label: "Server error, then accepted", ...fault("internal-error") },
    { label: "Answer lost, then refused", settings: { cancelDelayMs: 0, keepAlive: false }, ...fault("reset-after") },
    { label: "Clock hours off", ...fault("clock", { offsetSeconds: -3 * 3600, times: 9 }) },
    { label: "No answer", settings: { cancelDelayMs: 0 }, ...fault("reset-after", { times: 9 }) },
    { label: "Slow answer", ...fault("delay", { delayMs: 8000, where: "headers" }) },
    { label: "Time-out", timeoutMs: 800, ...fault("delay", { delayMs: 8000, where: "headers" }) },
    { label: "HTML answer", ...fault("html", { times: 9 }) },
  ],
};

/** What the emulator says of itself, or undefined where there is none. */
export async function findEmulator() {
  // Nobody else's host is asked, so a page on the web cannot be told to trust one.
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return undefined;
  try {
    const answer = await fetch("demo.json");
    return answer.ok ? new Emulator(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

class Emulator {
  #control;
  #accounts;

  constructor({ oos, control, accounts }) {
    this.oos = oos;
    this.#control = control;
    this.#accounts = accounts;
  }

  /** The values of the form that make an example. */
  fields({ account = GOOD_ACCOUNT, executionId = RUNNING, secret, timeoutMs } = {}) {
    const known = this.#accounts.find(({ accessKeyId }) => accessKeyId === account);
    return {
      where: "endpoint",
      endpoint: this.oos,
      regionId: "cn-hangzhou",
      "credentials.accessKeyId": account,
      "credentials.accessKeySecret": secret ?? known.accessKeySecret,
      "credentials.securityToken": known.securityToken,
      executionId,
      timeoutMs,
    };
  }

  /** Puts the emulator into the state that an example is about. */
  async arrange({ executionId = RUNNING, fault, settings, ...example }) {
    const status = "status" in example ? example.status : "Running";
    await this.#ask("DELETE", "faults");
    await this.#ask("POST", "settings", { ...SETTINGS, ...settings });
    if (status) await this.#ask("POST", "executions", { executionId, status });
    if (fault) await this.#ask("POST", "faults", { executionId, ...fault });
  }

  /** Takes back the settings of an example, so that the next call of one's own meets the usual ones. */
  async restore({ settings }) {
    if (settings) await this.#ask("POST", "settings", SETTINGS);
  }

  async reset() {
    await this.#ask("POST", "reset");
  }

  async describe(executionId) {
    const { error, status, cancelCount } = await this.#ask("GET", `executions/${encodeURIComponent(executionId)}`);
    return error ?? `The emulator says: ${status}, cancelled ${cancelCount === 1 ? "once" : `${cancelCount} times`}.`;
  }

  async #ask(method, path, body) {
    const answer = await fetch(`${this.#control}/${path}`, { method, body: body && JSON.stringify(body) });
    return answer.json();
  }
}

/** Shows a button for every example; `choose(example)` is called with the one that was pressed. */
export function showExamples(choose) {
  for (const [title, examples] of Object.entries(GROUPS)) {
    const buttons = examples.map((example) => {
      const button = element("button", { type: "button", className: "chip" }, example.label);
      button.addEventListener("click", () => choose(example));
      return button;
    });
    const chips = element("p", { className: "chips" }, ...buttons);
    byId("example-groups").append(element("div", { className: "example-group" }, element("h3", {}, title), chips));
  }
  byId("examples").hidden = false;
}
