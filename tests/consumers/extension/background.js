import { init, OosClient } from "oos-cancel/init";

import { cancel } from "./cancel.js";

const loaded = init(chrome.runtime.getURL("oos_cancel_wasm_bg.wasm"));

chrome.runtime.onMessage.addListener((search, _, respond) => {
  loaded.then(() => cancel(OosClient, search)).then(respond, (error) => respond(String(error)));
  return true;
});
