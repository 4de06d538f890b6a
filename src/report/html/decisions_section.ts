import type { DecisionRow } from "../../records/mod.ts";
import { distinct } from "../charts/select.ts";
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
import { strategiesTable } from "./strategies_table.ts";
import { table } from "./table.ts";

type Rows = readonly DecisionRow[];

/** Rows of one kind that the page shows of a model; the table file has all. */
const mostRows = 60;

/** The section on what the data decide beside the recommendation; `undefined` where they decide nothing. */
export function decisionsSection(decisions: Rows, numberOf: NumberOfModel): Section | undefined {
  const strategies = strategiesTable(decisions, numberOf);
  const kinds = [...kindTitles].map(([kind, title]) => ({
    title,
    rows: decisions.filter((row) => row.kind === kind),
  })).filter(({ rows }) => rows.length > 0);
  if (kinds.length === 0 && strategies === undefined) return undefined;
  return {
    id: "decisions",
    title: "What the data decide",
    body:
      markup`<p>Estimates with their 95 % intervals, from <a href="decisions.csv">decisions.csv</a>.</p>
${
        strategies === undefined
          ? undefined
          : markup`<details><summary>Every strategy that competed</summary>
${strategies}</details>
`
      }${kinds.map(({ title, rows }) => kindMarkup(title, rows, numberOf))}`,
  };
}

function kindMarkup(title: string, rows: Rows, numberOf: NumberOfModel): Markup {
  const shown = distinct(rows, ({ model }) => model)
    .flatMap((model) => rows.filter((row) => row.model === model).slice(0, mostRows));
  const cut = shown.length === rows.length
    ? undefined
    : markup`<p>The first ${formatCount(mostRows)} rows of each model; the table file has all.</p>
`;
  return markup`<details><summary>${title}</summary>
${cut}${
    table({
      caption: title,
      header: ["model", "what", "where", "measure", "value", "verdict", "why"],
      prose: ["what", "where", "measure", "verdict", "why"],
      rows: shown.map((row) => ({
        model: numberOf(row.model),
        cells: [
          displayName(row.model),
          configurationText(row),
          placeText(row),
          measureText(row),
          valueText(row),
          displayName(row.verdict),
          row.note,
        ],
      })),
    })
  }</details>
`;
}
