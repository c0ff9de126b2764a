// The skip links: past the line of the environment to the content, and to what the view has found.

import { byId } from "./dom.js";

const results = () => document.querySelector("[data-view]:not([hidden]) [data-results]");

/** Offers the results of the view while there are any. */
export function showSkips() {
  byId("skip-results").hidden = !results()?.checkVisibility() || results().childElementCount === 0;
}

export function startSkipping() {
  const links = {
    skip: () => document.querySelector("[data-view]:not([hidden]) h1"),
    "skip-results": results,
  };
  for (const [id, target] of Object.entries(links)) {
    byId(id).addEventListener("click", (event) => {
      // The hash names the view, so the link must not change it.
      event.preventDefault();
      target()?.focus();
    });
    byId(id).addEventListener("focus", showSkips);
  }
}
