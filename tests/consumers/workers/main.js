// The page has no OOS in it: it asks the worker that its address names.

function ask(worker, answers = worker) {
  return new Promise((resolve, reject) => {
    answers.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(message);
    worker.postMessage(location.search);
  });
}

const KINDS = {
  dedicated: () => ask(new Worker(new URL("./dedicated.js", import.meta.url), { type: "module" })),

  shared: () => ask(new SharedWorker(new URL("./shared.js", import.meta.url), { type: "module" }).port),

  async service() {
    const { serviceWorker } = navigator;
    await serviceWorker.register("./service.js", { type: "module" });
    const { active } = await serviceWorker.ready;
    return ask(active, serviceWorker);
  },
};

const kind = new URLSearchParams(location.search).get("kind");
const button = document.querySelector("button");
button.onclick = async () => {
  document.querySelector("output").value = await KINDS[kind]().catch(String);
};
button.disabled = false;
