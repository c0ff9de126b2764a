import { renderToString } from "react-dom/server";

import { Cancel } from "./Cancel.jsx";

console.log(renderToString(<Cancel />));
