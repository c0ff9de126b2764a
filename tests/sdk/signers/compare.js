// One case, signed by us and by an SDK: every difference between the two.
import { createHmac } from "node:crypto";
import { parametersOf } from "./cases.js";
import { validate } from "./ours.js";
import { randomFrom } from "./random.js";

/** RFC 3986, as the documents ask for it. */
export const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const canonical = (parameters) =>
  Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name])}`)
    .join("&");

const stringToSign = (method, parameters) => `${method}&%2F&${encode(canonical(parameters))}`;

/** The parameters that were sent, wherever they stood. */
function pairsOf({ url, body }) {
  const pairs = [...new URL(url).searchParams, ...new URLSearchParams(body)];
  return { pairs: Object.fromEntries(pairs), repeated: pairs.length !== new Set(pairs.map(([name]) => name)).size };
}

/**
 * `difference(stage, expected, found)` is called for each. Gives the names of what could not be looked at.
 */
export function compare(seed, one, ours, sdk, answer, difference) {
  const same = (stage, expected, found) => {
    if (expected !== found) difference(stage, expected, found);
  };
  if (answer.refused !== undefined) {
    difference("refused", "a signature", answer.refused);
    return [];
  }
  const parameters = { ...parametersOf(one), ...sdk.adds(one) };
  const { pairs: { Signature: signature, ...sentParameters }, repeated } = pairsOf(answer.sent);
  const { stringToSign: exactText, signature: exactSignature } = answer.exact ?? { ...answer.sent, signature };

  same("StringToSign of our parameters", ours.stringToSign, exactText);
  same("Signature of our parameters", ours.signature, exactSignature);
  same("method that was sent", one.method, answer.sent.method);
  same("whether a name was sent twice", false, repeated);
  same("parameters that were sent", canonical(parameters), canonical(sentParameters));
  same("StringToSign of what was sent", stringToSign(one.method, parameters), answer.sent.stringToSign);

  const rebuilt = `${one.origin}/?${canonical(parameters)}&Signature=${encode(signature)}`;
  const asSent = one.placement === "form" ? rebuilt : answer.sent.url;
  const [origin, query] = asSent.split("?");
  const shuffled = `${origin}?${randomFrom(`${seed}:${one.number}:order`).shuffled(query.split("&")).join("&")}`;
  for (const url of [asSent, shuffled]) {
    const report = validate(one, url);
    same("validation", "[]", JSON.stringify(report.problems ?? []));
    same("validated signature", "verified", report.signature);
    same("rebuilt URL", rebuilt, report.url);
    same("validated ExecutionId", one.executionId, report.executionId);
  }
  return [];
}

/** A case that has half of a surrogate pair: nobody sends that, but some SDKs sign by such a secret. */
export function compareUnsendable(one, signOrRefusal, sdk, answer, difference) {
  const ours = signOrRefusal(one);
  const option = one.unsendable === "executionId" || one.unsendable === "nonce" ? one.unsendable : `credentials.${one.unsendable}`;
  const expected = `${option} malformed`;
  if (ours.refused !== expected) difference("our refusal", expected, ours.refused ?? ours.signature);

  const signs = one.unsendable === "accessKeySecret" && sdk.signsUnsendableSecrets;
  if (!signs) {
    const expected = "URIError or UnicodeEncodeError";
    if (!/^(URIError|UnicodeEncodeError)\b/.test(answer.refused)) difference("refusal", expected, answer.refused ?? answer.sent.url);
    return [];
  }
  const { stringToSign: signed, signature } = answer.exact ?? { ...answer.sent, signature: pairsOf(answer.sent).pairs.Signature };
  const replaced = createHmac("sha1", `${one.accessKeySecret.toWellFormed()}&`).update(signed).digest("base64");
  if (replaced !== signature) difference("Signature by a secret with U+FFFD", replaced, signature);
  return ["half a surrogate pair in the AccessKeySecret: the SDK signs as if it were U+FFFD, we refuse"];
}
