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
    if (value === undefined || value === "") continue;
    list.append(element("dt", {}, term), element("dd", {}, value));
  }
  return list;
}

export const code = (text) => element("code", {}, text);

/** What is wrong, one line for each problem: its code and its sentence. */
export function problemList(problems) {
  const lines = problems.map((problem) => element("li", {}, code(problem.code), " ", problem.message));
  return element("ul", { className: "problems" }, ...lines);
}
