// The few view helpers that this page needs. Text is inserted as text, so nothing that a server sends becomes markup.

export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** Creates a description list of `[term, value]` pairs. Pairs without a value are left out. */
export function facts(pairs) {
  const list = element("dl", { className: "facts" });
  for (const [term, value] of pairs) {
    if (!value) continue;
    list.append(element("dt", {}, term), element("dd", {}, value));
  }
  return list;
}

export const code = (text) => element("code", {}, text);

/** Creates a list of problems: the code and the message of each. */
export function problemList(problems) {
  const lines = problems.map((problem) => element("li", {}, code(problem.code), " ", sentence(problem)));
  return element("ul", { className: "problems" }, ...lines);
}

/** Returns the message of a problem, as a link to its field if it has one. */
function sentence({ parameter, message }) {
  const field = byId(parameter);
  if (!field) return message;
  const link = element("a", { href: `#${parameter}` }, message);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });
  return link;
}
