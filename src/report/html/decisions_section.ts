import type { DecisionRow } from "../../records/mod.ts";
import { displayName, formatCount } from "../text.ts";
import {
  configurationText,
  kindTitles,
  measureText,
  placeText,
  valueText,
} from "./decision_text.ts";
import { type Markup, markup } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import type { Section } from "./section.ts";
import { table } from "./table.ts";

/** Rows of one kind that the page shows; the table file has all. */
const mostRows = 300;

/** The section on what the data decide beside the recommendation; `undefined` where they decide nothing. */
export function decisionsSection(
  decisions: readonly DecisionRow[],
  numberOf: NumberOfModel,
): Section | undefined {
  const kinds = Object.entries(kindTitles)
    .map(([kind, title]) => ({ title, rows: decisions.filter((row) => row.kind === kind) }))
    .filter(({ rows }) => rows.length > 0);
  if (kinds.length === 0) return undefined;
  return {
    id: "decisions",
    title: "What the data decide",
    body: markup`<p>Each estimate with its 95 % interval and what it rests on, from <a
 href="decisions.csv">decisions.csv</a>.</p>
${kinds.map(({ title, rows }) => kindMarkup(title, rows, numberOf))}`,
  };
}

function kindMarkup(
  title: string,
  rows: readonly DecisionRow[],
  numberOf: NumberOfModel,
): Markup {
  const cut = rows.length <= mostRows
    ? undefined
    : markup`<p>The first ${formatCount(mostRows)} rows;
the table file has all.</p>
`;
  return markup`<details><summary>${title}</summary>
${cut}${
    table({
      caption: title,
      header: ["model", "what", "where", "measure", "value", "verdict", "why"],
      prose: ["what", "where", "measure", "verdict", "why"],
      rows: rows.slice(0, mostRows).map((row) => ({
        model: numberOf(row.model),
        cells: [
          displayName(row.model),
          configurationText(row),
          placeText(row),
          measureText(row) + (row.against === undefined ? "" : ` against ${row.against}`),
          valueText(row),
          row.verdict,
          row.note,
        ],
      })),
    })
  }</details>
`;
}
