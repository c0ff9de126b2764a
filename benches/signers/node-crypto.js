import { createHmac, createSecretKey } from "node:crypto";
import { byTemplates } from "./parameters.js";

export function make(workload) {
  const key = createSecretKey(`${workload.credentials.accessKeySecret}&`, "utf8");
  return byTemplates(workload, (text) => createHmac("sha1", key).update(text).digest("base64"));
}
