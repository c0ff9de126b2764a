// The cases: CancelExecution requests as made from a seed and a number.
import { randomFrom } from "./random.js";
import { text, unsendable } from "./texts.js";

const REGIONS = ["cn-hangzhou", "cn-beijing", "cn-wuhan-lr", "ap-southeast-1", "us-east-1", "cn-hangzhou-finance", "me-central-1"];
const OTHER_ORIGINS = ["http://127.0.0.1:8787", "http://localhost", "https://oos.example.com", "https://oos.example.com:8443"];
const LAST_MILLISECOND = 253_402_300_799_999; // of the year 9999
const LEAP_DAYS = ["1972-02-29", "2000-02-29", "2024-02-29", "2096-02-29", "2100-02-28", "2100-03-01", "9996-02-29"];

/** One in a hundred has half of a surrogate pair in one of its texts. */
export const isUnsendable = (number) => number % 100 === 99;

/** How many cases there are when `wanted` of them can be sent. */
export const totalFor = (wanted) => wanted + Math.floor((wanted - 1) / 99);

export function caseOf(seed, number) {
  const random = randomFrom(`${seed}:${number}`);
  const kinds = new Set();
  const some = (name) => {
    const { made, kinds: used } = text(random, name);
    used.forEach((kind) => kinds.add(kind));
    return made;
  };
  const one = {
    number,
    ...random.pick([
      { method: "GET", placement: "query" },
      { method: "POST", placement: "query" },
      { method: "POST", placement: "form" },
    ]),
    ...target(random),
    executionId: some("executionId"),
    ...credentials(random, some),
    nonce: some("nonce"),
    milliseconds: milliseconds(random),
    // When the URL is looked at: within 15 minutes.
    judgedAfterSeconds: random.whole(-900, 900),
  };
  if (isUnsendable(number)) {
    const names = ["executionId", "accessKeyId", "accessKeySecret", "nonce"];
    if (one.securityToken !== undefined) names.push("securityToken");
    one.unsendable = random.pick(names);
    one[one.unsendable] = unsendable(random);
  }
  return { ...one, kinds: [...kinds] };
}

/** `origin` is called, `rule` says that it follows from the region; `regionId` is the parameter, if there is one. */
function target(random) {
  if (random.chance(0.5)) {
    const origin = random.pick(OTHER_ORIGINS);
    return random.chance(0.5) ? { origin } : { origin, regionId: region(random) };
  }
  const regionId = random.pick(REGIONS);
  const network = random.pick(["public", "vpc"]);
  const origin = `https://oos${network === "vpc" ? "-vpc" : ""}.${regionId}.aliyuncs.com`;
  return random.chance(0.5) ? { origin, regionId, network } : { origin, hostRegion: regionId };
}

/** Any text of the form of a region id. */
function region(random) {
  const word = () => Array.from({ length: random.whole(1, 12) }, () => random.pick([..."bdfghjklmnpqrstvwxyz0123456789"])).join("");
  return [random.pick(["cn", "ap", "eu", "us", "zz", "qx"]), ...Array.from({ length: random.whole(1, 4) }, word)].join("-");
}

function credentials(random, some) {
  const accessKeySecret = some("accessKeySecret");
  const accessKeyId = some("accessKeyId");
  // The prefix asks for a token.
  if (random.chance(0.5)) return { accessKeyId: accessKeyId.replace(/^STS\./, "sts."), accessKeySecret };
  const prefixed = random.chance(0.5) ? `STS.${accessKeyId}`.slice(0, 256) : accessKeyId;
  return { accessKeyId: prefixed, accessKeySecret, securityToken: some("securityToken") };
}

function milliseconds(random) {
  switch (random.whole(0, 3)) {
    case 0:
      return random.whole(0, LAST_MILLISECOND);
    case 1:
      return Date.parse(`${random.pick(LEAP_DAYS)}T00:00:00Z`) + random.pick([0, -1, 86_399_999, random.whole(0, 86_399_999)]);
    case 2:
      return random.pick([0, 1, 999, 1000, LAST_MILLISECOND, LAST_MILLISECOND - 999, 2 ** 31 * 1000]);
    default:
      return Date.parse("2020-01-01T00:00:00Z") + random.whole(0, 20 * 366 * 86_400_000);
  }
}

/** The parameters that are signed, as the documents name them. */
export function parametersOf(one) {
  return {
    AccessKeyId: one.accessKeyId,
    Action: "CancelExecution",
    ExecutionId: one.executionId,
    Format: "JSON",
    ...(one.regionId !== undefined && { RegionId: one.regionId }),
    ...(one.securityToken !== undefined && { SecurityToken: one.securityToken }),
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: one.nonce,
    SignatureVersion: "1.0",
    Timestamp: `${new Date(one.milliseconds).toISOString().slice(0, 19)}Z`,
    Version: "2019-06-01",
  };
}
