// The colours: edges of fields and buttons, which axe does not measure.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const css = await readFile(new URL("../../www/style.css", import.meta.url), "utf8");
const full = (hex) => (hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex);
const colours = Object.fromEntries([...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, ...pair]) => [name, pair.map(full)]));

function luminance(hex) {
  const [red, green, blue] = hex.match(/[0-9a-f]{2}/g).map((pair) => Number.parseInt(pair, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("edges have a contrast of at least 3 on every ground, in light and dark", () => {
  for (const [theme, name] of ["light", "dark"].entries()) {
    for (const ground of ["ground", "surface"]) {
      for (const edge of ["edge", "accent", "danger"]) {
        const found = contrast(colours[edge][theme], colours[ground][theme]);
        assert.ok(found >= 3, `${edge} on ${ground}, ${name}: ${found.toFixed(2)}`);
      }
    }
  }
});

test("every field and button takes its border from those edges", () => {
  const rules = [...css.matchAll(/^([^{}@]+)\{([^{}]*)\}/gm)].filter(([, selector]) => /(^|[\s,])(button|input|select|textarea)\b(?![^,]*::)/m.test(selector));
  const borders = rules.flatMap(([, selector, body]) => [...body.matchAll(/border(?:-color)?: ([^;]+);/g)].map(([, border]) => [selector.trim(), border]));
  assert.ok(borders.length > 0);
  for (const [selector, border] of borders) assert.match(border, /var\(--(edge|accent|danger|refused)\)|^0$|none|transparent/, selector);
});
