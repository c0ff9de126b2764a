import { macOf } from "../signers/noble.js";
import { equal, parse } from "./by-hand.js";

export function make({ credentials }) {
  const mac = macOf(credentials.accessKeySecret);
  return (url) => {
    const { stringToSign, signature } = parse(url);
    return equal(signature, mac(stringToSign));
  };
}
