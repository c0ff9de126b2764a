// The network of the worker: the region's host is the emulator, since the host is not signed; /sts is somebody's back end.

const { fetch } = globalThis;
const account = { accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" };

globalThis.fetch = async (target, options) => {
  if (target === "/sts") return Response.json(account);
  return fetch(String(target).replace(/^https:\/\/oos\.cn-hangzhou\.aliyuncs\.com(?=\/)/, import.meta.env.VITE_OOS), options);
};
