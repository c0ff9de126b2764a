"use client";
import { OosClient } from "oos-cancel";
import { useEffect, useState } from "react";

import { cancel } from "../cancel.js";

export default function Page() {
  const [ready, setReady] = useState(false);
  const [said, setSaid] = useState("");
  useEffect(() => setReady(true), []);
  return (
    <>
      <button disabled={!ready} onClick={async () => setSaid(await cancel(OosClient, location.search))}>
        Cancel
      </button>
      <output>{said}</output>
    </>
  );
}
