// What each remedy of the package means for the user of this page.

export const REMEDIES = {
  "fix-input": "Correct the input, then retry.",
  "refresh-credentials": "Get new credentials or correct the ones above, then retry.",
  "request-permission": "Ask an administrator of the account for the permission. Logging in again does not help.",
  "check-clock": "Correct the clock of this machine, then retry.",
  "retry-later": "Wait a moment, then retry.",
  "check-execution": "Check the status of the execution before you act.",
  "check-network": "Check the endpoint and the network connection.",
  report: "Report the error, with its RequestId if it has one.",
};
