/** What a page gained or lost since the last release: the head of the column, and the bytes of each part and measure. */
export function since(found, released) {
  if (!released) return { title: "since a release", of: () => "no release yet" };
  const signed = (bytes) => (bytes > 0 ? `+${bytes}` : `${bytes}`);
  return {
    title: `since ${released.version}`,
    of: (part, measure) => {
      const before = released.weight[part]?.[measure];
      return before === undefined ? "new" : signed(found[part][measure] - before);
    },
  };
}
