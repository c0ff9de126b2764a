// JSON, one value a line, all in ASCII: Node's reader of lines takes U+2028 for the end of one.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

export const toLine = (value) => `${JSON.stringify(value).replace(/[\x7f-\uffff]/g, escaped)}\n`;

export async function* linesOf(stream) {
  for await (const line of createInterface({ input: stream })) yield JSON.parse(line);
}

export const linesIn = (file) => linesOf(createReadStream(file));
