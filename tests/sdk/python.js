// The Python that has the vendor's SDKs, and what it is started with: none of the settings that they or their HTTP
// libraries would take from outside.
import { fileURLToPath } from "node:url";

export const python = process.env.OOS_PYTHON ?? fileURLToPath(new URL("../../.tools/python/bin/python", import.meta.url));

const foreign = /^(https?_proxy|no_proxy|all_proxy|ALIBABA_CLOUD_.*|ALIYUN_.*|DEBUG)$/i;

export const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
  PYTHONDONTWRITEBYTECODE: "1",
};
