// The commands of docs/emulator.md and of the emulator's reference, as they stand there, at an emulator.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { parts, read } from "./support/markdown.js";

let emulator;
let control;

before(async () => {
  emulator = await startEmulator();
  ({ control } = await (await fetch(`${emulator.demo}/demo.json`)).json());
});
after(() => emulator?.stop());

for (const [document, least] of [["docs/emulator.md", 6], ["tests/emulator/README.md", 10]]) {
  test(`the commands of ${document}`, async () => {
    const lines = parts(read(document)).code.filter(({ language }) => language === "sh").flatMap(({ text }) => text.split("\n"));
    const commands = lines.filter((line) => line.startsWith("curl "));
    assert.ok(commands.length >= least, `${commands.length} commands`);
    for (const command of commands) {
      // What curl would send; it need not be installed.
      const [, post, path, body] = command.match(/^curl (-X POST )?'?localhost:8788\/([^' ]*)'?(?: -d '(.*)')?$/) ?? assert.fail(command);
      const response = await fetch(`${control}/${path}`, { method: post || body ? "POST" : "GET", body });
      assert.equal(response.status, 200, `${command}: ${await response.text()}`);
    }
  });
}
