import { OosClient } from "oos-cancel";

import { cancel } from "../../cancel.js";

export const runtime = "edge";

export async function GET(request) {
  return new Response(await cancel(OosClient, request.nextUrl.search));
}
