// Writes the comparison with the alternatives into README.md and README.zh-CN.md, between their marks: `node benches/comparison.js`,
// after `make bench` or `.ci/bench --only sizes`. The sizes are those of its results. What an alternative does when a page uses it was
// tried with the versions in benches/package.json against the emulator.

import { readFile } from "node:fs/promises";
import { printSection, table } from "../tests/support/readme.js";
import { OUT } from "./bundle.js";

const { sizes } = JSON.parse(await readFile(`${OUT}results.json`, "utf8"));
const { devDependencies, dependencies } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));

const kilobytes = (name) => `${(sizes[name].gzip / 1000).toFixed(0)} kB`;
const named = (name) => `${name} ${{ ...dependencies, ...devDependencies }[name].replace(/\.\d+$/, "")}`;

// In the order of the columns: in a page, retries and abort, "may have been cancelled", checks URLs, gzip.
const languages = {
  "README.md": {
    head: ["", "works in a page", "retries, abort", "says \"may have been cancelled\"", "validates URLs", "gzip in a page"],
    yes: "yes",
    no: "no",
    throws: "polyfilled; throws after the request was executed",
    preflight: "polyfilled; needs a preflight",
    off: "retries, off by default",
    yours: "your own code",
    hand: "fetch and a signature by hand",
    explorer: "OpenAPI Explorer",
    signIn: "is one, with a sign-in",
    cli: "`aliyun oos CancelExecution` (CLI)",
    throttled: "retries when throttled",
  },
  "README.zh-CN.md": {
    head: ["", "可在网页中使用", "重试与中止", "能说明“可能已被取消”", "校验 URL", "网页加载的 gzip 大小"],
    yes: "是",
    no: "否",
    throws: "需 polyfill；请求执行后抛出异常",
    preflight: "需 polyfill；需要预检请求",
    off: "可重试，默认关闭",
    yours: "自行编写",
    hand: "fetch 加手写签名",
    explorer: "OpenAPI Explorer",
    signIn: "本身就是网页，需登录",
    cli: "`aliyun oos CancelExecution`（CLI）",
    throttled: "限流时重试",
  },
};

for (const [file, words] of Object.entries(languages)) {
  const { yes, no, yours } = words;
  const rows = [
    ["**oos-cancel**", yes, yes, yes, yes, kilobytes("ours")],
    [named("@alicloud/pop-core"), words.throws, no, no, no, kilobytes("pop-core")],
    [named("@alicloud/openapi-core"), words.preflight, words.off, no, no, kilobytes("openapi-core")],
    [words.hand, yes, yours, yours, no, `${kilobytes("webcrypto")} – ${kilobytes("noble")}`],
    [words.explorer, words.signIn, no, no, no, "–"],
    [words.cli, no, words.throttled, no, no, "–"],
  ];
  await printSection(file, "comparison", table(words.head, rows));
}
