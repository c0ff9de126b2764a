import { createRoot } from "react-dom/client";

import { Cancel } from "./Cancel.jsx";

createRoot(document.querySelector("main")).render(<Cancel />);
