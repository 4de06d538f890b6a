import type { ComparisonRow } from "../../records/mod.ts";
import { type PairedText, pairedText, type WordTable } from "../paired_text.ts";
import { displayName } from "../text.ts";
import { type Markup, markup, ofModel } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { calm, type Section } from "./section.ts";
import { table } from "./table.ts";

/** The section on static less dynamic: in words first, then in numbers. */
export function pairedSection(
  comparisons: readonly ComparisonRow[],
  numberOf: NumberOfModel,
): Section {
  const text = pairedText(comparisons, displayName);
  return {
    id: "paired",
    title: "Static or dynamic",
    body: text === undefined
      ? calm("This run does not compare static with dynamic.")
      : pairedMarkup(text, numberOf),
  };
}

function pairedMarkup(
  { sentences, introduction, clean, shifts, shiftsIntroduction }: PairedText,
  numberOf: NumberOfModel,
): Markup {
  const statements = sentences.map(({ model, text }) =>
    markup`<li${ofModel(numberOf(model))}><b>${displayName(model)}</b>: ${text}</li>
`
  );
  return markup`<ul class="statements">
${statements}</ul>
<p>${introduction}</p>
${wordTable("Static less dynamic on clean inputs", clean, numberOf)}${
    shifts === undefined ? undefined : markup`<p>${shiftsIntroduction}</p>
${wordTable("Static less dynamic under each shift", shifts, numberOf)}`
  }<p class="files">Every comparison: <a href="comparisons.csv">comparisons.csv</a></p>
`;
}

function wordTable(
  caption: string,
  { header, rows }: WordTable,
  numberOf: NumberOfModel,
): Markup {
  return table({
    caption,
    header: ["model", ...header],
    rows: rows.map(({ model, cells }) => ({
      model: numberOf(model),
      cells: [displayName(model), ...cells],
    })),
  });
}
