import { macOf } from "../signers/webcrypto.js";
import { equal, parse } from "./by-hand.js";

export async function make({ credentials }) {
  const mac = await macOf(credentials.accessKeySecret);
  return async (url) => {
    const { stringToSign, signature } = parse(url);
    return equal(signature, await mac(stringToSign));
  };
}
