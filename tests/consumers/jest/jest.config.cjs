// The environments that Jest's users have, each with its default settings.
module.exports = {
  projects: [
    { displayName: "node", testMatch: ["<rootDir>/node.test.js"] },
    { displayName: "jsdom", testMatch: ["<rootDir>/jsdom.test.js"], testEnvironment: "jsdom" },
    { displayName: "ts-jest", testMatch: ["<rootDir>/ts.test.ts"], preset: "ts-jest" },
  ],
};
