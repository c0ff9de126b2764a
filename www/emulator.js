// The emulator behind this page, if there is one. Asked at once, beside the package that is still loading.

// Only this machine and this page's own folder are asked, so that no page on the web can be made to trust another host.
export const emulator = findEmulator();

async function findEmulator() {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return undefined;
  try {
    const response = await fetch("demo.json", { cache: "no-store" });
    return response.ok ? new Emulator(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

const GOOD_ACCOUNT = "LTAI-demo-full";

class Emulator {
  #control;

  constructor({ oos, control, accounts }) {
    this.oos = oos;
    this.accounts = accounts;
    this.#control = control;
  }

  /** Returns how to connect with one of the emulator's accounts. */
  connection(accessKeyId = GOOD_ACCOUNT, changes) {
    const { accessKeySecret, securityToken } = this.accounts.find((account) => account.accessKeyId === accessKeyId);
    return {
      regionId: "cn-hangzhou",
      endpoint: this.oos,
      credentials: { accessKeyId, accessKeySecret, securityToken: securityToken ?? undefined, ...changes },
      emulated: true,
    };
  }

  async ask(method, path, body) {
    const response = await fetch(`${this.#control}/${path}`, { method, body: body && JSON.stringify(body) });
    return response.json();
  }
}
