// What every consumer does: one call, for the execution and at the endpoint that the address of the page names.

export async function cancel(OosClient, search) {
  const { endpoint, executionId } = Object.fromEntries(new URLSearchParams(search));
  const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
  const oos = new OosClient({ endpoint, regionId: "cn-hangzhou", credentials });
  try {
    const { executionId: cancelled } = await oos.cancelExecution(executionId);
    return `cancelled ${cancelled}`;
  } catch (error) {
    return String(error);
  } finally {
    oos.free();
  }
}
