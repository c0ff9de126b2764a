import { OosClient } from "oos-cancel";

import { cancel } from "../../cancel.js";

export async function GET(request) {
  return new Response(await cancel(OosClient, request.nextUrl.search));
}
