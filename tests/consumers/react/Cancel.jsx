import { OosClient } from "oos-cancel";
import { useState } from "react";

import { cancel } from "./cancel.js";

export function Cancel() {
  const [answer, setAnswer] = useState("");
  return (
    <>
      <button onClick={async () => setAnswer(await cancel(OosClient, location.search))}>Cancel</button>
      <output>{answer}</output>
    </>
  );
}
