/** Markup that may be written as it is. Made by `markup` and by `scripts.ts`. */
export interface Markup {
  readonly text: string;
}

/** What `markup` takes between its pieces: text, which is escaped, markup, lists of both, or nothing. */
export type Part = string | number | Markup | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, between tags and inside quotes; control characters become spaces. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[&<>"']/g, (sign) => entities[sign]!);
}

function written(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "text" in part ? part.text : part.map(written).join("");
}

/**
 * A template of HTML: what stands in the template is markup, what is put into it is text. Attributes
 * that take a part must be in quotes.
 *
 * @example
 * ```ts
 * import { markup } from "./markup.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const names = ["<b>", "c"].map((name) => markup`<li>${name}</li>`);
 * assertEquals(markup`<ul>${names}</ul>`.text, "<ul><li>&lt;b&gt;</li><li>c</li></ul>");
 * ```
 */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { text: pieces.map((piece, index) => piece + written(parts[index])).join("") };
}

/** The attribute that the filter by model looks at; none where something is about all. */
export function ofModel(model: number | undefined): Markup {
  return model === undefined ? markup`` : markup` data-model="${model}"`;
}
