// The SDKs: how each is run, and what it adds to the parameters by itself.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { environment, python } from "../python.js";
import { linesOf } from "./lines.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { devDependencies: npm } = JSON.parse(readFileSync(here("../../package.json"), "utf8"));
const [, pythonCore] = /^aliyun-python-sdk-core==(.*)$/m.exec(readFileSync(here("../requirements.txt"), "utf8"));

export const SDKS = [
  {
    name: `@alicloud/pop-core ${npm["@alicloud/pop-core"]}`,
    command: [process.execPath, here("pop-core.js")],
    adds: () => ({}),
    signsUnsendableSecrets: true,
  },
  {
    name: `@alicloud/openapi-core ${npm["@alicloud/openapi-core"]}, v2`,
    command: [process.execPath, here("openapi-core.js")],
    adds: () => ({ Format: "json" }),
    signsUnsendableSecrets: true,
  },
  {
    name: `aliyun-python-sdk-core ${pythonCore}`,
    command: [python, here("python_core.py")],
    adds: ({ regionId, hostRegion = "cn-hangzhou" }) => ({ SignatureType: "", RegionId: regionId ?? hostRegion }),
    signsUnsendableSecrets: false,
  },
];

/** The answers of an SDK to the cases in a file, in order; from one process. */
export async function* answersOf({ name, command: [program, script] }, file) {
  const child = spawn(program, [script, file], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  try {
    yield* linesOf(child.stdout);
    const code = await ended;
    if (code !== 0) throw new Error(`${name} ended with ${code}.`);
  } finally {
    // Of a run that breaks off nobody reads what it still writes.
    child.kill();
  }
}
