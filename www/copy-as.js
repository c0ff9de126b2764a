// A signed URL as code. What contains the signature says so; what does not signs by itself and contains no secret.

const sendOptions = ({ method, foreign }) => (foreign ? `{ method: "${method}", allowedOrigins: ["${foreign}"] }` : `{ method: "${method}" }`);

const target = ({ regionId, endpoint }) =>
  [regionId && `regionId: ${JSON.stringify(regionId)}`, endpoint && `endpoint: ${JSON.stringify(endpoint)}`].filter(Boolean).join(", ");

// Quotation marks and control characters of an id must not end the string of the code.
const quoted = (text) => JSON.stringify(text);

const FORMATS = {
  url: ({ url }) => url,
  curl: ({ url, method }) => `curl --request ${method} '${url.replaceAll("'", "%27")}'`,
  fetch: ({ url, method }) =>
    `await fetch(${quoted(url)}, {\n  method: "${method}",\n  credentials: "omit",\n  referrerPolicy: "no-referrer",\n});`,
  send: (signed) => `import { sendCancelUrl } from "oos-cancel";\n\nawait sendCancelUrl(${quoted(signed.url)}, ${sendOptions(signed)});`,
  node: (signed) => `import { OosClient } from "oos-cancel";

const { ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN } = process.env;
const oos = new OosClient({
  ${target(signed)},
  credentials: {
    accessKeyId: ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    securityToken: ALIBABA_CLOUD_SECURITY_TOKEN,
  },
});
console.log(await oos.cancelExecution(${quoted(signed.executionId)}));`,
  rust: ({ executionId, host, endpoint }) => `use std::{env, time::Duration};

use oos_cancel::native::{NativeHost, block_on};
use oos_cancel::{Client, Credentials, Endpoint};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credentials = Credentials::new(
        env::var("ALIBABA_CLOUD_ACCESS_KEY_ID")?,
        env::var("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?,
        env::var("ALIBABA_CLOUD_SECURITY_TOKEN").ok(),
    )?;
    let client = Client::builder(Endpoint::parse(${quoted(endpoint ?? `https://${host}`)})?, credentials).build()?;
    let host = NativeHost::within(Duration::from_secs(10));
    println!("{:?}", block_on(client.cancel_execution(&host, ${quoted(executionId)})));
    Ok(())
}`,
};

export const FORMAT_NAMES = Object.keys(FORMATS);

/** Returns the code, and whether it contains the signature. */
export function asCode(format, signed) {
  return { text: FORMATS[format](signed), secret: !["node", "rust"].includes(format) };
}
