// The emulator behind this page, if there is one.

import { findEmulator, soon } from "./where.js";

const GOOD_ACCOUNT = "LTAI-demo-full";

class Emulator {
  #control;

  constructor({ oos, control, accounts, automatic }) {
    this.oos = oos;
    this.accounts = accounts;
    this.automatic = automatic;
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

let look;
const asked = new Promise((resolve) => (look = resolve));

/** Starts to look for an emulator that the page does not wait for. */
export const lookForEmulator = () => look();

/** Resolves to the emulator, or to `undefined`. */
export const emulator = (soon ? Promise.resolve() : asked).then(findEmulator).then((found) => found && new Emulator(found));

/** Resolves when the page can start. */
export const decided = soon ? emulator : Promise.resolve();
