import { CancelUrlSigner } from "oos-cancel";

export function make(workload) {
  const signer = new CancelUrlSigner({ ...workload, method: "GET" });
  return (executionId) => signer.sign(executionId);
}
