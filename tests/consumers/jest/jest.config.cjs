// The environments that Jest's users have, each with its default settings.
module.exports = {
  projects: [
    { displayName: "node", testMatch: ["<rootDir>/node.spec.js"] },
    { displayName: "jsdom", testMatch: ["<rootDir>/jsdom.spec.js"], testEnvironment: "jsdom" },
    { displayName: "ts-jest", testMatch: ["<rootDir>/ts.spec.ts"], preset: "ts-jest" },
  ],
};
