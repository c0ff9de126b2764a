import { OosClient } from "oos-cancel";

import { cancel } from "../../../cancel.js";

export const GET = async ({ url }) => new Response(await cancel(OosClient, url.search));
