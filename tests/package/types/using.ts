// Compiled, never run: what needs a library that declares Symbol.dispose.
import { CancelUrlSigner, OosClient } from "oos-cancel";

export function disposed(): Disposable[] {
  const options = { regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } };
  using client = new OosClient(options);
  using signer = new CancelUrlSigner(options);
  return [client, signer];
}
