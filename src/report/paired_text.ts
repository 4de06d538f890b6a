import type { ComparedMeasure, ComparisonRow } from "../records/mod.ts";
import { distinct } from "./charts/select.ts";
import { seriesOf } from "./charts/series.ts";
import {
  byModel,
  differenceCells,
  differenceHeader,
  firstSeries,
  formatDifference,
  formatSize,
  measuresOf,
  type NamedMeasure,
  oneFirstGranularity,
  unitsOf,
  verdictText,
} from "./comparison_text.ts";
import { isFloatCollapsed } from "./text.ts";

type Rows = readonly ComparisonRow[];

/** Cells about one model. */
export interface ModelCells {
  readonly model: string;
  readonly cells: readonly string[];
}

/** A table in words; the column of models stands before the header and each row. */
export interface WordTable {
  readonly header: readonly string[];
  readonly rows: readonly ModelCells[];
}

/** What `comparisons.csv` says of static less dynamic. */
export interface PairedText {
  readonly introduction: string;
  readonly clean: WordTable;
  /** What stands before the table of shifts. */
  readonly shiftsIntroduction: string;
  /** Absent where no shift was measured. */
  readonly shifts: WordTable | undefined;
  readonly sentences: readonly { readonly model: string; readonly text: string }[];
}

/**
 * Static less dynamic on the same samples: on clean inputs, at the severity of each shift where they
 * differ most, and in words. Selected from `comparisons.csv`, nothing computed; `undefined` where the two
 * are not compared.
 *
 * @param nameOf How a name from a file is written.
 */
export function pairedText(
  comparisons: Rows,
  nameOf: (name: string) => string,
): PairedText | undefined {
  const rows = oneFirstGranularity(
    comparisons.filter(({ firstScheme, secondScheme }) =>
      firstScheme === "static" && secondScheme === "dynamic"
    ),
  );
  const fixed = seriesOf(rows.map(firstSeries))[0];
  if (fixed === undefined) return undefined;
  const models = byModel(rows.filter((row) => firstSeries(row).key === fixed.key));
  const measures = measuresOf(rows);
  const shifts = distinct(rows, (row) => row.shift).filter((shift) => shift !== "clean");
  const name = nameOf(fixed.label);
  return {
    introduction: `${name} less dynamic on the same samples, ${unitsOf(measures)}, with the 95 % ` +
      "interval of the difference. On clean inputs:",
    clean: {
      header: differenceHeader(measures, name),
      rows: models.map(({ model, own }) => ({
        model,
        cells: differenceCells(measures, own.filter(({ shift }) => shift === "clean")),
      })),
    },
    shiftsIntroduction:
      "Under each shift the largest difference, of those beyond their interval where there are any, " +
      "and its severity. Cells where float32 itself has collapsed are left out:",
    shifts: shifts.length === 0 ? undefined : {
      header: ["difference in", ...shifts.map(nameOf)],
      rows: models.flatMap(({ model, own }) =>
        measures.map((measure) => ({
          model,
          cells: [
            measure.name,
            ...shifts.map((shift) => shiftCell(largest(own, shift, measure.measure))),
          ],
        }))
      ),
    },
    sentences: models.map(({ model, own }) => ({
      model,
      text: sentence(own, { measures, shifts, nameOf }),
    })),
  };
}

/** The largest difference under a shift, first among those beyond their interval. */
function largest(
  rows: Rows,
  shift: string,
  measure: ComparedMeasure,
): ComparisonRow | undefined {
  const open = rows.filter((row) =>
    row.shift === shift && row.measure === measure && !isFloatCollapsed(row)
  );
  const apart = open.filter(({ verdict }) => verdict !== "none");
  return (apart.length > 0 ? apart : open)
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
}

function shiftCell(row: ComparisonRow | undefined): string {
  if (row === undefined) return "";
  const verdict = row.verdict === "none" ? "" : `: ${verdictText(row)}`;
  return `${formatDifference(row)} at ${row.severity}${verdict}`;
}

/** What both tables say of a model, without its name. */
function sentence(
  rows: Rows,
  { measures, shifts, nameOf }: {
    readonly measures: readonly NamedMeasure[];
    readonly shifts: readonly string[];
    readonly nameOf: (name: string) => string;
  },
): string {
  const clean = rows.filter(({ shift }) => shift === "clean");
  const apart = shifts.flatMap((shift) => {
    const found = measures.flatMap(({ measure }) => largest(rows, shift, measure) ?? [])
      .filter(({ verdict }) => verdict !== "none");
    if (found.length === 0) return [];
    return [`under ${nameOf(shift)} static ${atSeverities(found)}`];
  });
  const hasShifts = rows.some((row) => row.shift !== "clean" && !isFloatCollapsed(row));
  const parts = [
    ...(clean.length === 0 ? [] : [cleanWords(clean, measures)]),
    ...(hasShifts && apart.length === 0
      ? ["under no shift do they differ beyond the interval"]
      : apart),
  ];
  return `${parts.join("; ")}.`;
}

/** What differs and at which severity, said once where it is the same. */
function atSeverities(rows: Rows): string {
  const groups = [...Map.groupBy(rows, ({ severity }) => severity)];
  return groups.map(([severity, own]) => `${own.map(differs).join(" and ")} (severity ${severity})`)
    .join(" and ");
}

function cleanWords(clean: Rows, measures: readonly NamedMeasure[]): string {
  const names = (verdict: (row: ComparisonRow) => boolean) =>
    measures.filter(({ measure }) => clean.some((row) => row.measure === measure && verdict(row)))
      .map(({ name }) => `in ${name}`).join(" or ");
  const apart = clean.filter(({ verdict }) => verdict !== "none");
  const same = names(({ verdict }) => verdict === "none");
  if (apart.length === 0) {
    return `on clean inputs static and dynamic do not differ beyond the interval, ${same}`;
  }
  const rest = same === "" ? "" : `, and does not differ beyond the interval ${same}`;
  return `on clean inputs static ${apart.map(differs).join(" and ")}${rest}`;
}

/** `agrees less by 20.1 points`: what the first does that is beyond the interval. */
function differs(row: ComparisonRow): string {
  const isMore = row.verdict === "first";
  const words = {
    accuracy: isMore ? "is more accurate" : "is less accurate",
    auc: isMore ? "has the higher AUC" : "has the lower AUC",
    agreement: isMore ? "agrees more" : "agrees less",
  };
  return `${words[row.measure]} by ${formatSize(row)}`;
}
