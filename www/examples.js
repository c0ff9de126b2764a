// The examples, which need the emulator. Its control interface prepares the situation that each button shows.

import { byId, element } from "./dom.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const FINISHED = "exec-600d600d600d600d600d";
const GOOD_ACCOUNT = "LTAI-demo-full";

// The emulator's initial settings; some examples change them.
const SETTINGS = { cancelDelayMs: 300, keepAlive: true };

const fault = (kind, details) => ({ fault: { kind, ...details } });

// The documented errors are the eight of the vendor's CancelExecution page. Defaults: the valid account and a running execution.
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
    { label: "Response lost, then refused", settings: { cancelDelayMs: 0, keepAlive: false }, ...fault("reset-after") },
    { label: "Clock hours off", ...fault("clock", { offsetSeconds: -3 * 3600, times: 9 }) },
    { label: "No response", settings: { cancelDelayMs: 0 }, ...fault("reset-after", { times: 9 }) },
    { label: "Slow response", ...fault("delay", { delayMs: 8000, where: "headers" }) },
    { label: "Time-out", timeoutMs: 800, ...fault("delay", { delayMs: 8000, where: "headers" }) },
    { label: "HTML response", ...fault("html", { times: 9 }) },
  ],
};

/** Returns the emulator that serves this page, or `undefined` if there is none. */
export async function findEmulator() {
  // Only this machine is asked, so that no page on the web can be made to trust another host.
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return undefined;
  try {
    const response = await fetch("demo.json");
    return response.ok ? new Emulator(await response.json()) : undefined;
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

  /** Returns the form values of an example. */
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

  /** Prepares the emulator for an example. */
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
    return error ?? `The emulator reports: ${status}, cancelled ${cancelCount === 1 ? "once" : `${cancelCount} times`}.`;
  }

  async #ask(method, path, body) {
    const response = await fetch(`${this.#control}/${path}`, { method, body: body && JSON.stringify(body) });
    return response.json();
  }
}

/** Shows a button for every example and calls `choose(example)` when one is pressed. */
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
