// The vendor's Python SDKs of OOS, both in one process that takes its orders by lines.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { linesOf, toLine } from "../signers/lines.js";
import { environment, python } from "../python.js";
import { Failure } from "./failure.js";

const script = fileURLToPath(new URL("oos_sdks.py", import.meta.url));

export function startPython() {
  const child = spawn(python, [script], { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const answers = linesOf(child.stdout);
  const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const client = (sdk, signature, errorClass) => ({
    name: `${sdk}, ${signature}`,
    signature,
    placement: "query",
    errorClass,
    async call(action, parameters, { origin, credentials }) {
      child.stdin.write(toLine({ sdk, action, parameters, host: new URL(origin).host, credentials }));
      const { value, done } = await answers.next();
      if (done) throw new Error(`The process of ${sdk} has ended with ${await ended}.`);
      if (value.failure) throw new Failure(value.failure);
      if (value.error) throw new Error(value.error);
      return value.body;
    },
  });
  return {
    clients: [
      client("aliyun-python-sdk-oos", "1.0", () => "ServerException"),
      // It calls an error one of throttling by the header x-acs-retry-after, not by its code.
      client("alibabacloud-oos20190601", "ACS3", ({ status }) => (status < 500 ? "ClientException" : "ServerException")),
    ],
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
