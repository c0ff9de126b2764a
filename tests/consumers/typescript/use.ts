// Compiled, never run, without the library `dom` and with skipLibCheck false.
import { CancelUrlSigner, type CancelResult, OosClient, OosError, ServiceError, signCancelUrl } from "oos-cancel";
import { init } from "oos-cancel/init";

const options = { regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } };

export async function cancel(executionId: string): Promise<CancelResult | ServiceError> {
  await init();
  const oos = new OosClient(options);
  try {
    return await oos.cancelExecution(executionId);
  } catch (error) {
    if (OosError.is(error) && error instanceof ServiceError) return error;
    throw error;
  }
}

export const url: string = new CancelUrlSigner(options).sign("exec-1") + signCancelUrl({ executionId: "exec-1", ...options }).url;
