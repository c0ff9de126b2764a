/** The value of a JSON text, or `undefined`, which none has. An import that throws leaves a handle behind in the module. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
