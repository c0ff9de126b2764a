import { signCancelUrl } from "oos-cancel";

export function make(workload) {
  return (executionId) => signCancelUrl({ ...workload, executionId, method: "GET" }).url;
}
