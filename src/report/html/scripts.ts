import type { Markup } from "./markup.ts";

/** What would end a script element, or change how the parser reads it. */
const closing = /<\/script|<script|<!--/i;

/** A value as JSON in a data block, which runs nothing: no sign in it can end the element. */
export function jsonScript(attributes: Markup, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return { text: `<script type="application/json"${attributes.text}>${json}</script>\n` };
}

/**
 * A script inside the page. The text must be our own or a library's, never a file's of a run.
 *
 * @throws {Error} When it holds what would end its element.
 */
export function inlineScript(text: string): Markup {
  const found = closing.exec(text);
  if (found !== null) {
    throw new Error(
      `Cannot put a script into a page: it must not hold "${found[0]}", got it at ${found.index}`,
    );
  }
  return { text: `<script>${text}</script>\n` };
}

/**
 * The policy of a page that asks no network and runs these scripts alone, by their hashes: injected
 * ones and event handlers in attributes do not run. Styles may stand in attributes, where Vega puts them.
 */
export async function contentPolicy(scripts: readonly string[]): Promise<string> {
  const hashes = await Promise.all(scripts.map(async (text) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
  }));
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
