// The little that this page needs of a view library. Text goes in as text, so nothing that a server sends becomes markup.

export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** A description list of `[term, value]` pairs; a pair without a value is left out. */
export function facts(pairs) {
  const list = element("dl", { className: "facts" });
  for (const [term, value] of pairs) {
    if (!value) continue;
    list.append(element("dt", {}, term), element("dd", {}, value));
  }
  return list;
}

export const code = (text) => element("code", {}, text);

/** What is wrong, one line for each problem: its code and its sentence. */
export function problemList(problems) {
  const lines = problems.map((problem) => element("li", {}, code(problem.code), " ", sentence(problem)));
  return element("ul", { className: "problems" }, ...lines);
}

/** The sentence of a problem; where it names a field, a way to that field. */
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
