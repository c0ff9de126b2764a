// What is signed. Every competitor signs GET URLs of the same parameters, for one set of credentials.

const accessKey = { accessKeyId: "LTAI5tBenchmarkKey123456", accessKeySecret: "benchmarkSecret0123456789abcdef" };
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const token = `CAIS${Array.from({ length: 714 }, (_, index) => alphabet[(index * 37 + (index >> 3)) % 64]).join("")}==`;

/** A long-lived AccessKey, and what STS gives: a token of 720 characters, the usual length. */
export const WORKLOADS = {
  plain: { regionId: "cn-hangzhou", credentials: accessKey },
  token: {
    regionId: "cn-hangzhou",
    credentials: { ...accessKey, accessKeyId: "STS.NUBenchmarkKey1234567", securityToken: token },
  },
};

export const ORIGIN = "https://oos.cn-hangzhou.aliyuncs.com";

/** Execution ids as OOS makes them, no two alike. */
export const executionIds = Array.from({ length: 64 }, (_, index) => `exec-${(0x9e3779b97f4a7c15n * BigInt(index + 1) % 2n ** 80n).toString(16).padStart(20, "0")}`);

/** Ids that need escaping, to prove the signers by. */
export const oddIds = ["exec a+b/c", "it's (1)*!~", "100%&=?#", "执行-😀", "-_.~", "x".repeat(1000)];
