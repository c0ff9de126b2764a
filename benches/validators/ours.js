import { validateCancelUrl } from "oos-cancel";

export function make({ credentials }) {
  return (url) => validateCancelUrl(url, { credentials, method: "GET" }).signature === "verified";
}
