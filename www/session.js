// The one connection of the page: where calls go, with which credentials, and until when. Everything is in memory only.

const IDLE_MS = 15 * 60_000;
const CHECK_MS = 1000;

/** Dispatches "change" when it connects or forgets, and "tick" each second. */
class Session extends EventTarget {
  /** `undefined` without a connection. */
  connection;
  #lastInput = Date.now();
  /** Whether a run is under way: idle time does not end one. */
  busy = false;

  constructor() {
    super();
    for (const type of ["pointerdown", "keydown", "wheel"]) {
      addEventListener(type, () => (this.#lastInput = Date.now()), { capture: true, passive: true });
    }
    setInterval(() => this.#check(), CHECK_MS);
    // A page that comes back from the cache of the browser is as empty as a new one.
    addEventListener("pagehide", () => this.forget("left"));
  }

  /** Takes a connection in place of the present one. */
  use(connection) {
    const before = this.connection;
    this.connection = connection;
    this.#lastInput = Date.now();
    this.#tell("connected", before);
    before?.client.free();
  }

  forget(why = "asked") {
    if (!this.connection) return;
    const before = this.connection;
    before.client.free();
    this.connection = undefined;
    this.#tell(why, before);
  }

  /** Resolves to the credentials, which a provider may have to fetch. */
  async credentials() {
    const { credentials } = this.connection ?? {};
    return typeof credentials === "function" ? plainCredentials(await credentials()) : credentials;
  }

  #tell(why, before) {
    this.dispatchEvent(new CustomEvent("change", { detail: { why, before } }));
  }

  #check() {
    const now = Date.now();
    if (this.connection?.expiresAt <= now) this.forget("expired");
    // The emulator's secrets are public.
    if (now - this.#lastInput >= IDLE_MS && !this.busy && !this.connection?.emulated) this.forget("idle");
    this.dispatchEvent(new Event("tick"));
  }
}

export const session = new Session();

/** Reads the response of AssumeRole, its Credentials, or credentials in the package's names. */
export function plainCredentials(found) {
  const inner = found?.Credentials ?? found?.credentials ?? found ?? {};
  const [accessKeyId, accessKeySecret, securityToken, expiration] = ["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"]
    .map((name) => inner[name] ?? inner[name[0].toLowerCase() + name.slice(1)] ?? undefined)
    .map((value) => (typeof value === "string" ? value : undefined));
  return { accessKeyId, accessKeySecret, securityToken, expiration };
}

/** Returns an AccessKeyId that can be recognised and not used. */
export function masked(accessKeyId = "") {
  return accessKeyId.length > 12 ? `${accessKeyId.slice(0, 6)}…${accessKeyId.slice(-3)}` : accessKeyId;
}
