import type { DecisionRow } from "../../records/mod.ts";
import { distinct } from "../charts/select.ts";
import { shortText, strategyText } from "../recommendation_text.ts";
import { displayName, formatBytes, formatInterval, formatQuantity } from "../text.ts";
import type { Markup } from "./markup.ts";
import type { NumberOfModel } from "./models.ts";
import { table } from "./table.ts";

type Rows = readonly DecisionRow[];

const shares = (metric: string) => (row: DecisionRow) => {
  const { value, lo, hi } = row;
  if (value === undefined) return "";
  return lo === undefined || hi === undefined
    ? formatInterval({ value, lo: value, hi: value }, metric).replace(/ \[.*/, "")
    : formatInterval({ value, lo, hi }, metric);
};

/** Quantities that the table shows, with their headings. */
const columns = [
  { measure: "clean_accuracy", title: "clean accuracy" },
  { measure: "worst_accuracy", title: "worst accuracy" },
  { measure: "worst_agreement", title: "worst agreement" },
  { measure: "instructions_m4", title: "M4 instructions" },
  { measure: "arena_bytes", title: "arena" },
  { measure: "flash_bytes", title: "flash" },
] as const;

/** Verdicts of a recommendation on one strategy. */
const verdicts = [
  ...["recommended", "not-decided", "runner-up"],
  ...["non-inferior", "inferior", "undecided"],
];

/**
 * Every strategy of kind `strategy` with what it keeps and costs, and what the recommendation says of it;
 * `undefined` where there is none.
 */
export function strategiesTable(decisions: Rows, numberOf: NumberOfModel): Markup | undefined {
  const rows = decisions.filter(({ kind }) => kind === "strategy");
  if (rows.length === 0) return undefined;
  const judged = decisions.filter(({ kind, verdict }) =>
    kind === "recommendation" && verdicts.includes(verdict)
  );
  const shown = columns.filter(({ measure }) => rows.some((row) => row.measure === measure));
  const groups = [...Map.groupBy(rows, keyOf).values()];
  return table({
    caption: "Every strategy, what it keeps and what it costs",
    header: ["model", "strategy", ...shown.map(({ title }) => title), "verdict"],
    rows: groups.map((own) => {
      const first = own[0]!;
      const verdict = judged.find((row) => keyOf(row) === keyOf(first))?.verdict ?? first.verdict;
      const metric = metricOf(judged.filter(({ model }) => model === first.model));
      return {
        model: numberOf(first.model),
        cells: [
          displayName(first.model),
          shortText(first),
          ...shown.map(({ measure }) => {
            const row = own.find((one) => one.measure === measure);
            return row === undefined ? "" : quantityText(row, metric);
          }),
          displayName(verdict),
        ],
      };
    }),
  });
}

function keyOf(row: DecisionRow): string {
  return JSON.stringify([row.model, strategyText(row)]);
}

/** What accuracy is here: the measure that a model's strategies were judged by. */
function metricOf(judged: Rows): string {
  return distinct(judged, ({ measure }) => measure).includes("auc") ? "auc" : "top-1";
}

function quantityText(row: DecisionRow, metric: string): string {
  const { measure, value } = row;
  if (value === undefined) return "";
  if (measure.endsWith("_bytes")) return formatBytes(value);
  if (measure.startsWith("instructions_")) return formatQuantity(value);
  return shares(measure.endsWith("accuracy") ? metric : "fidelity")(row);
}
