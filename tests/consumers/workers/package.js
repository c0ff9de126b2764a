// Not `oos-cancel`, whose top-level await service workers do not allow; and in other workers browsers throw away what is sent
// to them before it has ended.
export * from "oos-cancel/init";
