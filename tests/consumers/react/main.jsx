import { OosClient } from "oos-cancel";
import { useState } from "react";
import { createRoot } from "react-dom/client";

import { cancel } from "./cancel.js";

function Cancel() {
  const [answer, setAnswer] = useState("");
  return (
    <>
      <button onClick={async () => setAnswer(await cancel(OosClient, location.search))}>Cancel</button>
      <output>{answer}</output>
    </>
  );
}

createRoot(document.querySelector("main")).render(<Cancel />);
