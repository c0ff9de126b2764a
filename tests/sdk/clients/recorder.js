// A wire between a client and the emulator that remembers the bytes, so that they can be sent again, changed or not.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Each connection is one exchange: the emulator is told not to keep them open. */
export async function startRecorder(target) {
  const { hostname: host, port } = new URL(target);
  const exchanges = [];
  const server = createServer((client) => {
    const exchange = { request: "", answer: "" };
    exchanges.push(exchange);
    const emulator = connect({ host, port });
    client.on("data", (bytes) => (exchange.request += bytes.toString("latin1")));
    emulator.on("data", (bytes) => (exchange.answer += bytes.toString("latin1")));
    client.pipe(emulator).pipe(client);
    for (const socket of [client, emulator]) socket.on("error", () => [client, emulator].forEach((one) => one.destroy()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    last: () => exchanges.at(-1),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Sends a recorded request, as text in which each character is a byte. */
export async function resend(target, request) {
  const { hostname: host, port } = new URL(target);
  const socket = connect({ host, port });
  socket.write(request, "latin1");
  let answer = "";
  for await (const bytes of socket) answer += bytes.toString("latin1");
  return statusAndCode(answer);
}

/** Of an answer in JSON or, to a request whose Format was lost, in XML. */
export function statusAndCode(answer) {
  const [status] = /(?<=^HTTP\/1\.1 )\d+/.exec(answer) ?? [];
  const [, json, xml] = /"Code":"([^"]+)"|<Code>([^<]+)/.exec(answer) ?? [];
  const [, requestId] = /^x-acs-request-id: (\S+)/im.exec(answer) ?? [];
  return { status: Number(status), code: json ?? xml, requestId };
}
