// Calls beside each other on one client: a wrong clock, a token that has expired and keys that are refused concern all of them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { http, startLyingServer } from "./lying-server.js";
import { ENTRY, LONG, PERMANENT, REQUEST_ID, SECRET, newExecutionId } from "./support/package.js";

const oos = await import(ENTRY);
const MINUTE = 60_000;
const VALIDITY = 15 * MINUTE;
const BESIDE = LONG ? [2, 3, 10, 100, 200, 1_000] : [2, 100];

const answer = (status, value, headers) => http(status, JSON.stringify({ RequestId: REQUEST_ID, ...value }), headers);
const refusal = (Code, headers, status = 400) => answer(status, { Code, Message: "No." }, headers);

let server;
// What OOS makes of a request: a status and a body, or a refusal.
let judge;
before(async () => {
  server = await startLyingServer((executionId, count, parameters) => {
    const refused = judge(parameters, count);
    return { row: { answer: () => refused ?? answer(200) }, carriesOut: !refused };
  });
});
after(() => server.stop());

const client = (options) => new oos.OosClient({ endpoint: server.origin, credentials: PERMANENT, timeoutMs: 20_000, ...options });

const cancelTogether = (client, count) => failuresOf(Array.from({ length: count }, () => client.cancelExecution(newExecutionId())));

/** How often each failure occurs. */
async function failuresOf(calls) {
  const counts = {};
  for (const { status, reason } of await Promise.allSettled(calls)) {
    if (status === "rejected") counts[reason.code ?? reason] = (counts[reason.code ?? reason] ?? 0) + 1;
  }
  return counts;
}

describe("a wrong clock", () => {
  for (const ahead of [-3 * 60 * MINUTE, 2 * 60 * MINUTE]) {
    const now = () => Date.now() + ahead;
    const strict = ({ Timestamp }) => {
      const off = Math.abs(Date.parse(Timestamp) - now());
      return off > VALIDITY ? refusal("InvalidTimeStamp.Expired", { Date: new Date(now()).toUTCString() }) : undefined;
    };

    for (const count of BESIDE) {
      test(`${count} calls at once, the server ${ahead / MINUTE} minutes ahead`, async () => {
        judge = strict;
        const oosClient = client();
        assert.deepEqual(await cancelTogether(oosClient, count), {});
        assert.deepEqual(await cancelTogether(oosClient, 2), {}, "afterwards");
      });
    }

    test(`calls that begin while others are corrected, the server ${ahead / MINUTE} minutes ahead`, async () => {
      judge = strict;
      const oosClient = client();
      const calls = [];
      for (let index = 0; index < 30; index++) {
        calls.push(oosClient.cancelExecution(newExecutionId()));
        await sleep(index % 3);
      }
      assert.deepEqual(await failuresOf(calls), {});
    });
  }
});

const sts = (name) => ({ accessKeyId: `STS.${name}`, accessKeySecret: SECRET, securityToken: `token-of-${name}` });

describe("a token that has expired", () => {
  for (const [code, status] of [["InvalidSecurityToken.Expired", 400], ["InvalidSecurityToken.Expired", 403], ["ExpiredStsToken", 400]]) {
    for (const count of BESIDE) {
      test(`${count} calls at once, ${status} ${code}`, async () => {
        judge = ({ AccessKeyId }) => (AccessKeyId === "STS.old" ? refusal(code, {}, status) : undefined);
        let asked = 0;
        const provider = async () => {
          asked += 1;
          const name = asked === 1 ? "old" : "new";
          await sleep(5);
          return sts(name);
        };
        const oosClient = client({ credentials: provider });
        assert.deepEqual(await cancelTogether(oosClient, count), {});
        assert.equal(asked, 2, "the provider was asked");
        assert.deepEqual(await cancelTogether(oosClient, 2), {}, "afterwards");
        assert.equal(asked, 2, "the provider was asked afterwards");
      });
    }
  }
});

describe("keys that OOS refuses for themselves", () => {
  const CODES = {
    "InvalidAccessKeyId.NotFound": 404,
    "InvalidAccessKeyId.Inactive": 400,
    "InvalidSecurityToken.Expired": 400,
    "InvalidSecurityToken.Malformed": 400,
    "InvalidSecurityToken.MismatchWithAccessKey": 400,
    InvalidStsToken: 400,
    ExpiredStsToken: 400,
    "Forbidden.AccessKeyDisabled": 403,
  };
  for (const [code, status] of Object.entries(CODES)) {
    test(`${code}: the next call calls the provider again`, async () => {
      judge = ({ AccessKeyId }) => (AccessKeyId === "STS.bad" ? refusal(code, {}, status) : undefined);
      let asked = 0;
      const oosClient = client({ credentials: () => sts(++asked === 1 ? "bad" : "good") });
      await oosClient.cancelExecution(newExecutionId()).catch((error) => assert.equal(error.code, code));
      const { requestId } = await oosClient.cancelExecution(newExecutionId());
      assert.equal(requestId, REQUEST_ID);
      await oosClient.cancelExecution(newExecutionId());
      assert.equal(asked, 2, "the provider was asked");
    });
  }
});

describe("a provider that is slow once", () => {
  const ways = {
    "the deadline": { options: () => ({ timeoutMs: 50 }) },
    "an abort": { options: () => ({ signal: AbortSignal.timeout(50) }) },
    "the deadline of one of two calls": { options: () => ({ timeoutMs: 50 }), beside: true },
  };
  for (const [way, { options, beside }] of Object.entries(ways)) {
    test(`late credentials after ${way} do not replace newer ones`, async () => {
      const used = [];
      judge = ({ AccessKeyId }) => {
        used.push(AccessKeyId);
        return undefined;
      };
      let asked = 0;
      const provider = async () => {
        asked += 1;
        if (asked > 1) return sts("new");
        await sleep(300);
        return sts("slow");
      };
      const oosClient = client({ credentials: provider });
      const patient = beside && oosClient.cancelExecution(newExecutionId());
      await assert.rejects(oosClient.cancelExecution(newExecutionId(), options()));
      const second = oosClient.cancelExecution(newExecutionId());
      await Promise.all([second, patient, sleep(500)]);
      await oosClient.cancelExecution(newExecutionId());
      await oosClient.cancelExecution(newExecutionId());
      // A call that follows an abort may wait for the same answer.
      assert.equal(used.at(-1), asked === 1 ? "STS.slow" : "STS.new");
    });
  }
});

test("ten thousand clients and signers are freed in any order in linear time", () => {
  const shuffled = (list) => {
    for (let index = list.length - 1; index > 0; index--) {
      const other = Math.floor(Math.random() * (index + 1));
      [list[index], list[other]] = [list[other], list[index]];
    }
    return list;
  };
  const LIMIT = 1_500;
  const makers = { OosClient: () => client(), CancelUrlSigner: () => new oos.CancelUrlSigner({ endpoint: server.origin, credentials: PERMANENT }) };
  for (const [name, make] of Object.entries(makers)) {
    const all = shuffled(Array.from({ length: 10_000 }, make));
    const started = process.cpuUsage();
    const took = () => process.cpuUsage(started).user / 1_000;
    let freed = 0;
    for (; freed < all.length && took() < LIMIT; freed++) all[freed].free();
    // What is freed must also be found again.
    let made = 0;
    for (; made < freed && took() < LIMIT; made++) all[made] = make();
    assert.equal(`${freed} freed, ${made} made`, "10000 freed, 10000 made", `${name}: within ${LIMIT} ms`);
    for (const it of all) it.free();
  }
});
