// A Chinese font for the browsers of the tests: a machine without one shows boxes, and no picture of the page would be worth a look.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const CONFIGURATION = new URL("target/fonts/fonts.conf", root);

/** Names the configuration of fontconfig in the environment of the browsers that are started from here on. */
export function useChineseFont() {
  const fonts = fileURLToPath(new URL("../node_modules/@fontsource-variable/noto-sans-sc/files", import.meta.url));
  mkdirSync(new URL(".", CONFIGURATION), { recursive: true });
  writeFileSync(CONFIGURATION, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${fileURLToPath(new URL("cache", CONFIGURATION))}</cachedir>
</fontconfig>
`);
  process.env.FONTCONFIG_FILE = fileURLToPath(CONFIGURATION);
}
