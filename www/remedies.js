// What each remedy of the package means for the person at this page.

export const REMEDIES = {
  "fix-input": "Correct what you entered, then try again.",
  "refresh-credentials": "Get new credentials, or correct the ones above, then try again.",
  "request-permission": "Ask an administrator of the account. Logging in again does not help.",
  "check-clock": "Set the clock of this machine right, then try again.",
  "retry-later": "Wait a little, then try again.",
  "check-execution": "Look at the execution: its state decides what makes sense now.",
  "check-network": "Check the endpoint and the network between this page and it.",
  report: "Nothing on this page can change it: report it, with the RequestId if there is one.",
};
