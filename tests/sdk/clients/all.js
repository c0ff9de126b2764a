// Every vendor client, in every way that it can send a request.
import { openApiCoreClient } from "./openapi-core.js";
import { popCoreClient } from "./pop-core.js";
import { startPython } from "./python.js";

export function startClients() {
  const python = startPython();
  const clients = [
    popCoreClient("GET"),
    popCoreClient("POST"),
    openApiCoreClient({ signature: "1.0", method: "GET", placement: "query" }),
    openApiCoreClient({ signature: "1.0", method: "POST", placement: "query" }),
    openApiCoreClient({ signature: "1.0", method: "POST", placement: "form" }),
    openApiCoreClient({ signature: "ACS3", method: "GET", placement: "query" }),
    openApiCoreClient({ signature: "ACS3", method: "POST", placement: "query" }),
    openApiCoreClient({ signature: "ACS3", method: "POST", placement: "form" }),
    ...python.clients,
  ];
  return { clients, python };
}
