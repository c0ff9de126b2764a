// The workbench, loaded when it is first needed.

import { emulator } from "./emulator.js";
import { startCheck, forgetCheck } from "./check.js";
import { showCode, startCodes } from "./codes-view.js";
import { forgetExplain, startExplain } from "./explain.js";
import { showSign, startSign } from "./sign.js";

export function start() {
  startSign();
  startCheck(emulator);
  startExplain();
  startCodes(emulator);
}

export function showWorkbench(tab, detail) {
  if (tab === "sign") showSign();
  if (tab === "codes") showCode(detail);
}

export function forgetWorkbench() {
  forgetCheck();
  forgetExplain();
}
