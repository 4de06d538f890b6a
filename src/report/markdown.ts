import { displayName } from "./text.ts";

/** Text as Markdown: on one line, nothing in it is markup, a link or an HTML tag. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(/[\\`*_[\]|~$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A name as Markdown: as `markdownText`, and cut where it is long. */
export function markdownName(name: string): string {
  return markdownText(displayName(name));
}

/** A table; header and cells are Markdown already. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
