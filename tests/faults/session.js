// A browser on the origin of an emulator's demo page, and a way to have in-browser.js work in it.

import { readFile } from "node:fs/promises";
import { openBrowser } from "../support/browsers.js";
import { startEmulator } from "../support/emulator.js";

const SOURCE = await readFile(new URL("in-browser.js", import.meta.url), "utf8");
const PATIENCE = 300_000;

// The browser's half. The module comes as text, since no server has it.
const RUN = `
  const [source, where, name, job, done] = arguments;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const inPage = async () => (await import(url))[name](job);
  const inWorker = () => new Promise((resolve, reject) => {
    const worker = new Worker(url, { type: "module" });
    worker.onmessage = ({ data }) => ("result" in data ? resolve(data.result) : reject(data.error));
    worker.onerror = ({ message }) => reject(message);
    worker.postMessage({ name, job });
  });
  (where === "worker" ? inWorker() : inPage()).then(
    (result) => done({ result }),
    (error) => done({ error: error.stack ? error + "\\n" + error.stack : String(error) }),
  );`;

export async function openSession(browserName) {
  const emulator = await startEmulator();
  const { driver } = await openBrowser(browserName);
  await driver.manage().setTimeouts({ script: PATIENCE });
  // A document of that origin that does nothing itself.
  await driver.get(`${emulator.demo}/style.css`);

  return {
    emulator,

    /** Calls a function of in-browser.js with a job and the emulator's addresses; `where` is "page" or "worker". */
    async run(where, name, job) {
      const { demo, oos } = emulator;
      const { result, error } = await driver.executeAsyncScript(RUN, SOURCE, where, name, { demo, oos, ...job });
      if (error !== undefined) throw new Error(`${browserName}, ${where}: ${error}`);
      return result;
    },

    async close() {
      await driver.quit();
      await emulator.stop();
    },
  };
}

/** Many small questions to the emulator, a few at a time. */
export async function forEach(items, work, width = 16) {
  const results = [];
  for (let start = 0; start < items.length; start += width) {
    const few = items.slice(start, start + width);
    results.push(...(await Promise.all(few.map((item, index) => work(item, start + index)))));
  }
  return results;
}
