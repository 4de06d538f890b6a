import { type Markup, markup } from "./markup.ts";

/** A part of the page, with what the contents call it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** A section under its heading. */
export function sectionMarkup({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}</section>
`;
}

/** A sentence that stands where there is nothing to show. */
export function calm(text: string | Markup): Markup {
  return markup`<p class="calm">${text}</p>
`;
}
