import { type Markup, markup, ofModel, type Part } from "./markup.ts";

/** Cells of a row, the first one its heading; and the number of the model that it is about. */
export interface TableRow {
  readonly model: number | undefined;
  readonly cells: readonly Part[];
}

/** A table and what it says above itself. */
export interface TableParts {
  readonly caption: string;
  /** What a screen reader calls it, where the caption says too little out of its place. */
  readonly label?: string;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** Columns of prose, which may wrap. */
  readonly prose?: readonly string[];
}

/** A table with its caption. A wide one scrolls in a box of its own, which the keyboard reaches. */
export function table({ caption, label = caption, header, rows, prose = [] }: TableParts): Markup {
  const wraps = header.map((name) => prose.includes(name));
  return markup`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${header.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, wraps))}</tbody>
</table></div>
`;
}

function tableRow({ model, cells: [first, ...rest] }: TableRow, wraps: readonly boolean[]): Markup {
  return markup`<tr${ofModel(model)}><th scope="row">${first}</th>${
    rest.map((cell, index) =>
      wraps[index + 1] === true ? markup`<td class="prose">${cell}</td>` : markup`<td>${cell}</td>`
    )
  }</tr>
`;
}
