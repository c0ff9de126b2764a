// Around the recipes, whose files the test puts beside this one: a button, and what they say where the visitor looks.

import { OosClient } from "oos-cancel";
import { createRoot } from "react-dom/client";

import { CancelButton } from "./use-cancel";
import { cancel } from "./worker-page";

const { recipe, endpoint, executionId } = Object.fromEntries(new URLSearchParams(location.search));
const main = document.querySelector("main");
const said = (accepted, text) => {
  document.querySelector("output").value = accepted ? `cancelled ${executionId}` : text;
};

const show = {
  react() {
    const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
    const oos = new OosClient({ endpoint, regionId: "cn-hangzhou", credentials });
    const text = () => main.querySelector("p")?.textContent;
    new MutationObserver(() => text() && said(/^Accepted, RequestId [0-9A-F-]{36}\.$/.test(text()), text())).observe(main, {
      childList: true,
      subtree: true,
    });
    return <CancelButton oos={oos} executionId={executionId} />;
  },

  worker() {
    console.log = (answer) => said(/^[0-9A-F-]{36}$/.test(answer), JSON.stringify(answer));
    return <button onClick={() => cancel(executionId)}>Cancel</button>;
  },
};

createRoot(main).render(
  <>
    {show[recipe]()}
    <output />
  </>,
);
