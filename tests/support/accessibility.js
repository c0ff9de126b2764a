// The tree that Chromium gives to screen readers.

// What a person operates, or is led by.
const NAMED = ["button", "checkbox", "combobox", "dialog", "DisclosureTriangle", "group", "image", "link", "navigation", "option", "progressbar",
  "radio", "region", "searchbox", "table", "textbox"];

/** Returns every node that is not ignored, in the order of the page, with role, name, description and properties. */
export async function accessibilityTree(driver) {
  const { nodes } = await driver.sendAndGetDevToolsCommand("Accessibility.getFullAXTree", {});
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  // Those of ignored nodes belong to the node around them.
  const children = ({ childIds = [] }) =>
    childIds.map((id) => byId.get(id)).filter(Boolean).flatMap((child) => (child.ignored ? children(child) : [child.role.value]));
  return nodes.filter(({ ignored }) => !ignored).map((node) => ({
    role: node.role.value,
    name: (node.name?.value ?? "").trim(),
    description: node.description?.value ?? "",
    ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
    value: node.value?.value,
    children: children(node),
  }));
}

/** Returns the nodes that need a name. A `<details>` has the one of its summary. */
export const namedNodes = (tree) => tree.filter(({ role, children }) =>
  NAMED.includes(role) && !(role === "group" && children.includes("DisclosureTriangle")));
