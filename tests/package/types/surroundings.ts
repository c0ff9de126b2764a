// What the examples in the declarations take for granted.
declare const accessKeyId: string, accessKeySecret: string, securityToken: string;
declare const credentials: Credentials;
declare const executionId: string;
declare const pasted: string;
declare const message: string;
declare const signal: AbortSignal;
declare const error: unknown;
declare const oos: OosClient;
