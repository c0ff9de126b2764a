// Compiled, never run: what a program without the libraries of browsers can use, and what it must not get.
import { CancelUrlSigner, OosClient, type UrlReport, validateCancelUrl } from "oos-cancel";
import { init } from "oos-cancel/init";

const options = { regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } };

export async function call(): Promise<UrlReport> {
  await init(new Uint8Array());
  const oos = new OosClient(options);
  const { requestId } = await oos.cancelExecution("e");
  oos.free();
  return validateCancelUrl(new CancelUrlSigner(options).sign(requestId));
}

// The package adds nothing to the globals of a program.
// @ts-expect-error
export type Added = Disposable;
// @ts-expect-error
Symbol.dispose;
// @ts-expect-error
new OosClient(options)[Symbol.dispose]();
