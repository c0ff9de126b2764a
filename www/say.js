// Tells screen readers what happened: one message a second, deferred and never dropped.

const GAP_MS = 1000;
const queue = [];
let timer;

/** Announces a text. `urgent` is for three things only: see the callers. */
export function say(text, { urgent = false } = {}) {
  if (!text) return;
  queue.push({ text, urgent });
  timer ??= setTimeout(next, 0);
}

/** Takes back what was announced, for a switch of the language. */
export function hush() {
  queue.length = 0;
  for (const id of ["say", "alert"]) document.getElementById(id).replaceChildren();
}

function next() {
  const message = queue.shift();
  timer = message && setTimeout(next, GAP_MS);
  if (!message) return;
  // A new node each time, so that a repeated text is announced again.
  const node = document.createElement("span");
  node.textContent = message.text;
  document.getElementById(message.urgent ? "alert" : "say").replaceChildren(node);
}
