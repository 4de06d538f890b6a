import { displayName, formatCount } from "../text.ts";
import type { WarningCount } from "../warning_text.ts";
import { type Markup, markup } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { calm, type Section } from "./section.ts";
import { table } from "./table.ts";

/** The section on warnings: what each code means, then where it stands. */
export function warningsSection(
  warnings: readonly WarningCount[],
  numberOf: NumberOfModel,
): Section {
  return {
    id: "warnings",
    title: "Warnings",
    body: warnings.length === 0 ? calm("None.") : warningsMarkup(warnings, numberOf),
  };
}

function warningsMarkup(warnings: readonly WarningCount[], numberOf: NumberOfModel): Markup {
  const meanings = warnings.map(({ code, meaning }) =>
    markup`<dt>${displayName(code)}</dt><dd>${meaning ?? "A code that is not explained here"}</dd>
`
  );
  const rows = warnings.flatMap(({ code, places }) =>
    places.flatMap(({ table, models }) =>
      models.map(({ model, rows }) => ({
        model: numberOf(model),
        cells: [
          displayName(code),
          displayName(model),
          markup`<a href="${table}">${table}</a>`,
          formatCount(rows),
        ],
      }))
    )
  );
  return markup`<dl class="terms">
${meanings}</dl>
${
    table({
      caption: "Rows that carry a warning",
      header: ["code", "model", "table", "rows"],
      rows,
    })
  }`;
}
