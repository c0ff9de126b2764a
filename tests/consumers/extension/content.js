// A content script is a classic one. The page says who is to cancel.
import { init, OosClient } from "oos-cancel/init";

import { cancel } from "./cancel.js";

async function cancelHere() {
  await init(chrome.runtime.getURL("oos_cancel_wasm_bg.wasm"));
  return cancel(OosClient, location.search);
}

const by = { content: cancelHere, background: () => chrome.runtime.sendMessage(location.search) }[new URLSearchParams(location.search).get("by")];
const button = document.createElement("button");
button.textContent = "Cancel";
button.onclick = async () => {
  document.querySelector("output").value = await by().catch(String);
};
if (by) document.body.append(button);
