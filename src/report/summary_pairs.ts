import type { ComparisonRow } from "../records/mod.ts";
import { distinct } from "./charts/select.ts";
import {
  byModel,
  differenceCells,
  differenceHeader,
  firstSeries,
  measuresOf,
  oneFirstGranularity,
  unitsOf,
} from "./comparison_text.ts";
import { markdownName, markdownTable } from "./markdown.ts";

type Rows = readonly ComparisonRow[];

/** The section on our schemes less the shipped model, on clean inputs; `undefined` without one. */
export function shippedSection(comparisons: Rows): string | undefined {
  const clean = oneFirstGranularity(
    comparisons.filter(({ shift, secondScheme }) =>
      shift === "clean" && secondScheme === "as-shipped"
    ),
  );
  if (clean.length === 0) return undefined;
  const measures = measuresOf(clean);
  return [
    "## Ours and as shipped",
    "Clean inputs: each scheme of ours less the quantized file that the model's maker shipped, on the " +
    `same samples, ${
      unitsOf(measures)
    }, with the 95 % interval of the difference. Agreement is with ` +
    "float32.",
    markdownTable(
      ["model", "ours", ...differenceHeader(measures, "ours")],
      byModel(clean).flatMap(({ model, own }) =>
        distinct(own, (row) => firstSeries(row).key).map((key) => {
          const rows = own.filter((row) => firstSeries(row).key === key);
          return [
            markdownName(model),
            markdownName(firstSeries(rows[0]!).label),
            ...differenceCells(measures, rows),
          ];
        })
      ),
    ),
  ].join("\n\n");
}

/** The section on per-channel weights less others, on clean inputs; `undefined` without others. */
export function weightsSection(comparisons: Rows): string | undefined {
  const clean = comparisons.filter(({ shift, firstScheme, secondScheme }) =>
    shift === "clean" && firstScheme === secondScheme
  );
  if (clean.length === 0) return undefined;
  const measures = measuresOf(clean);
  const others = distinct(clean, (row) => row.secondWeights ?? "");
  return [
    `## Weights: per-channel and ${others.map(markdownName).join(" and ")}`,
    "Clean inputs: what per-channel weights bring, less the others under the same scheme on the same " +
    `samples, ${
      unitsOf(measures)
    }, with the 95 % interval of the difference. Agreement is with float32.`,
    markdownTable(
      ["model", "scheme", "against", ...differenceHeader(measures, "per-channel")],
      byModel(clean).flatMap(({ model, own }) =>
        distinct(own, pairKey).map((key) => {
          const rows = own.filter((row) => pairKey(row) === key);
          return [
            markdownName(model),
            markdownName(firstSeries(rows[0]!).label),
            markdownName(rows[0]!.secondWeights ?? ""),
            ...differenceCells(measures, rows),
          ];
        })
      ),
    ),
  ].join("\n\n");
}

function pairKey(row: ComparisonRow): string {
  return JSON.stringify([firstSeries(row).key, row.secondWeights]);
}
