// URLs, regions and ExecutionIds that somebody made to do harm: judged at once, in few words, and alike by signer and validator.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { ID, accept, client, invalid, restoreFetch, sent, sign } from "./support/noted.js";
import { ENTRY, LONG, PERMANENT, REQUEST_ID } from "./support/package.js";
import { signedUrl } from "./support/sign.js";

const oos = await import(ENTRY);

afterEach(restoreFetch);

describe("65,536 letters", () => {
  const LENGTH = 65_536;
  const parts = [
    "=&a&", "&", "=", "?", "#", "%", "%25", "a=b&", "a&", "=&", "Action=x&", "Signature=&", "&=&", "%00", "\u0000", "\u202e", "\ud800", "é", "a=%FF&",
    "ExecutionId=x&", "%C3%28&", "..%2f", "\\", "//", "@", "Timestamp=9&", "😀",
  ];
  const starts = ["", "https://oos.cn-hangzhou.aliyuncs.com/?", "https://oos.cn-hangzhou.aliyuncs.com/?Action=CancelExecution&", "https://"];
  for (const part of parts) {
    test(`of ${JSON.stringify(part)}`, async () => {
      for (const start of starts) {
        const url = (start + part.repeat(LENGTH)).slice(0, LENGTH);
        const started = performance.now();
        const report = oos.validateCancelUrl(url);
        const took = performance.now() - started;
        assert.equal(report.valid, false);
        assert.ok(took < 500, `${took} ms`);
        const size = JSON.stringify(report).length;
        assert.ok(report.problems.length <= 200 && size < 65_536, `${report.problems.length} problems, ${size} letters`);
        const error = await oos.sendCancelUrl(url).catch((it) => it);
        assert.ok(error.message.length < 8_192, `a message of ${error.message.length} letters`);
      }
    });
  }

  test("of different names are counted", () => {
    const query = Array.from({ length: 8_000 }, (_, index) => `x${index}=&`).join("");
    const { problems } = oos.validateCancelUrl(`https://oos.cn-hangzhou.aliyuncs.com/?${query}`);
    assert.ok(problems.length <= 200, `${problems.length} problems`);
    assert.match(problems.at(-1).message, /[0-9]/, "the number of what is left out");
  });

  test("in each option", () => {
    const long = "x".repeat(LENGTH);
    for (const name of ["executionId", "regionId", "endpoint", "nonce", "timestamp", "method", "network"]) {
      assert.throws(() => sign({ [name]: long }), (error) => invalid()(error) && error.message.length < 1_024, name);
    }
  });
});

describe("regions and hosts", () => {
  const accepted = (regionId) => {
    try {
      return sign({ regionId }).url;
    } catch (error) {
      invalid(/regionId/)(error);
      return undefined;
    }
  };

  for (const regionId of ["cn--hangzhou", "a--b", "xn--0", "xn--a", "ab--cd", "-cn", "cn-", "cn_a", "cn.hangzhou", "CN-HANGZHOU", "cn hangzhou", "中国", "a".repeat(64), "..", "%2e", "cn-hangzhou\n"]) {
    test(`${JSON.stringify(regionId)} is no region`, () => assert.equal(accepted(regionId), undefined));
  }

  for (const regionId of ["cn-hangzhou", "cn-beijing", "ap-southeast-1", "us-west-1", "eu-central-1", "me-east-1", "cn-shanghai-finance-1", "cn-wulanchabu"]) {
    test(`${regionId} is one`, () => assert.ok(accepted(regionId)));
  }

  test("accepted region ids give hosts that browsers accept", () => {
    const letters = "abcnx019--";
    const COUNT = LONG ? 60_000 : 6_000;
    for (let index = 0; index < COUNT; index++) {
      const length = 1 + (index % 14);
      const regionId = Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
      const url = accepted(regionId);
      if (url) assert.equal(new URL(url).hostname, `oos.${regionId}.aliyuncs.com`);
    }
  });

  const foreign = ["oos.mq-internet.aliyuncs.com", "oos.dh-cn-hangzhou.aliyuncs.com", "oos.log.aliyuncs.com", "oos.oss-cn-hangzhou.aliyuncs.com", "oos.cn-hangzhou.aliyuncs.com.evil.example", "oos.cn-hangzhou.evil.example", "oss.cn-hangzhou.aliyuncs.com"];
  for (const host of foreign) {
    test(`${host} is not OOS's`, () => {
      const report = oos.validateCancelUrl(signedUrl(ID, { origin: `https://${host}` }));
      assert.ok(!report.valid && report.problems.some(({ code }) => code === "host-not-allowed"), JSON.stringify(report));
    });
  }
});

describe("an ExecutionId", () => {
  const bad = {
    "with a control character": "exec-\u0007", "with a new line": "exec-1\n", "with a tab inside": "exec\t1", "with a zero byte": "exec-\0", "with a bidi override": "exec-\u202e1",
    "with a bidi isolate": "exec-\u2066", "with a zero width space": "exec-\u200b1", "with a byte order mark": "\ufeffexec-1", "with room in front": " exec-1", "with room behind": "exec-1 ",
    "with a wide space behind": "exec-1\u3000", "with a C1 control": "exec-\u0085", "of 5,000 letters": "e".repeat(5_000), "of nothing": "", "of room": "  ",
  };
  for (const [name, id] of Object.entries(bad)) {
    test(`${name} is neither signed nor valid`, async () => {
      assert.throws(() => sign({ executionId: id }), invalid(/executionId/), "signed");
      const report = oos.validateCancelUrl(signedUrl(id), { credentials: PERMANENT });
      assert.equal(report.valid, false, "valid");
      assert.ok(report.problems.some(({ parameter }) => parameter === "ExecutionId"), JSON.stringify(report.problems));
      accept();
      await assert.rejects(client().cancelExecution(id), invalid(/executionId/));
      assert.equal(sent.length, 0);
    });
  }

  for (const id of [ID, `${ID}.t0001`, "task-exec-8a2aaf#1", "exec-xxx", "é", "e".repeat(1_024), "a b", "执行"]) {
    test(`${id.slice(0, 20)} is judged alike by signer and validator`, () => {
      let signs = true;
      try {
        sign({ executionId: id });
      } catch (error) {
        signs = !invalid(/executionId/)(error);
      }
      assert.equal(oos.validateCancelUrl(signedUrl(id), { credentials: PERMANENT }).valid, signs);
    });
  }
});

describe("a URL that is rightly signed", () => {
  const codes = (url) => oos.validateCancelUrl(url, { credentials: PERMANENT }).problems?.map(({ code }) => code);

  test("with one more parameter has no other problem", () => {
    assert.deepEqual(codes(`${signedUrl(ID)}&x=1`), ["unknown-parameter"]);
    assert.deepEqual(codes(signedUrl(ID, { more: { TemplateName: "x" } })), ["unknown-parameter"]);
  });

  for (const minutes of [-16, 16, -120, 120]) {
    const at = () => new Date(Date.now() + minutes * 60_000);
    test(`by a clock that is ${minutes} minutes off is sent: the server checks the time`, async () => {
      accept();
      const { requestId } = await oos.sendCancelUrl(signedUrl(ID, { at: at() }));
      assert.equal(requestId, REQUEST_ID);
    });
    test(`by a clock that is ${minutes} minutes off may be valid: the report mentions this machine's clock`, () => {
      const { problems } = oos.validateCancelUrl(signedUrl(ID, { at: at() }));
      assert.match(problems.map(({ message }) => message).join(" "), /clock/);
    });
  }
});
