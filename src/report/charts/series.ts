import { displayName } from "../text.ts";

/** How a scheme, or a static scheme's calibrator, looks in every chart. */
export interface SeriesStyle {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly widthPx: number;
}

/** A scheme under one calibrator: what a line, a bar or a block of cells stands for. */
export interface Series extends SeriesStyle {
  readonly key: string;
  readonly scheme: string;
  readonly label: string;
  readonly rank: number;
}

/** The columns that tell series apart. */
export interface SeriesColumns {
  readonly scheme: string;
  readonly dynamicValues?: number | undefined;
  readonly calibrator?: string | undefined;
  readonly calibratorParameter?: number | undefined;
}

const solid: readonly number[] = [1, 0];

/**
 * Colours of Okabe and Ito ("Color Universal Design", 2008), with indigo, olive and wine of Tol's
 * muted scheme: blue to pink for static, by calibrator, olive for what was shipped, orange to wine for
 * the dynamic family, teal for mixed, black and grey for float32 and weight-only. The order is the order of legends; lines that coincide show
 * because the wider ones are drawn first.
 */
const styles: ReadonlyMap<string, SeriesStyle> = new Map([
  ["min-max", { colour: "#0072B2", dash: solid, widthPx: 2.8 }],
  ["percentile", { colour: "#009E73", dash: solid, widthPx: 2 }],
  ["moving-average", { colour: "#56B4E9", dash: [6, 2], widthPx: 1.8 }],
  ["entropy", { colour: "#CC79A7", dash: [6, 2], widthPx: 1.6 }],
  ["mse", { colour: "#332288", dash: [2, 2], widthPx: 1.4 }],
  ["as-shipped", { colour: "#999933", dash: [8, 2, 2, 2], widthPx: 2.4 }],
  ["float32", { colour: "#000000", dash: [4, 3], widthPx: 1.2 }],
  ["weight-only", { colour: "#999999", dash: solid, widthPx: 4.5 }],
  ["hybrid", { colour: "#882255", dash: solid, widthPx: 3.4 }],
  ["dynamic", { colour: "#D55E00", dash: solid, widthPx: 2.2 }],
  ["dynamic-input", { colour: "#E69F00", dash: solid, widthPx: 1.6 }],
  ["mixed", { colour: "#44AA99", dash: solid, widthPx: 1.6 }],
]);

const spare: readonly SeriesStyle[] = [
  { colour: "#117733", dash: [8, 2, 2, 2], widthPx: 1.6 },
  { colour: "#661100", dash: [8, 2, 2, 2], widthPx: 1.6 },
  { colour: "#DDCC77", dash: [8, 2, 2, 2], widthPx: 1.6 },
];

function styleName({ scheme, calibrator }: SeriesColumns): string {
  return scheme === "static" ? calibrator ?? "min-max" : scheme;
}

/** Tells one series from another. */
export function seriesKey(row: SeriesColumns): string {
  const { scheme, dynamicValues = "", calibrator = "", calibratorParameter = "" } = row;
  return JSON.stringify([scheme, dynamicValues, calibrator, calibratorParameter]);
}

/**
 * `static percentile 99.99`: the scheme, its calibrator, the calibrator's parameter; of mixed also how
 * many values are dynamic: `mixed min-max, 3 dynamic`.
 */
export function seriesLabel(
  { scheme, dynamicValues, calibrator, calibratorParameter }: SeriesColumns,
): string {
  const name = [scheme, calibrator, calibratorParameter]
    .filter((part) => part !== undefined)
    .map((part) => displayName(String(part)))
    .join(" ");
  return dynamicValues === undefined ? name : `${name}, ${dynamicValues} dynamic`;
}

/**
 * The distinct series of rows, in the fixed order of legends. A name without a colour of its own,
 * and a second parameter of one calibrator, take a spare one; all of mixed share one colour.
 */
export function seriesOf(rows: readonly SeriesColumns[]): readonly Series[] {
  const names = [...styles.keys()];
  const found = new Map<string, SeriesColumns>();
  for (const row of rows) if (!found.has(seriesKey(row))) found.set(seriesKey(row), row);
  const taken = new Set<string>();
  let spared = 0;
  return [...found].map(([key, row]): Series => {
    const name = styleName(row);
    const rank = names.indexOf(name) < 0 ? names.length : names.indexOf(name);
    const own = taken.has(name) && name !== "mixed" ? undefined : styles.get(name);
    taken.add(name);
    return {
      key,
      scheme: row.scheme,
      label: seriesLabel(row),
      rank,
      ...(own ?? spare[spared++ % spare.length]!),
    };
  }).sort((a, b) => a.rank - b.rank);
}

/** In the order to draw lines in: narrow ones last, so that they show on wide ones. */
export function widestFirst(series: readonly Series[]): readonly Series[] {
  return series.toSorted((a, b) => b.widthPx - a.widthPx);
}

/**
 * The encoding of the field `series` by colour or dash: the same scale and one legend for all
 * panels, below them, the static series in its first row.
 */
export function seriesScale(series: readonly Series[], style: "colour" | "dash") {
  const fixed = series.filter((one) => one.scheme === "static").length;
  return {
    field: "series",
    type: "nominal",
    scale: {
      domain: series.map((one) => one.label),
      range: series.map((one) => style === "colour" ? one.colour : [...one.dash]),
    },
    legend: {
      title: null,
      orient: "bottom",
      columns: Math.max(3, Math.min(5, fixed)),
      symbolSize: 300,
      symbolType: "stroke",
      symbolOpacity: 1,
      symbolStrokeWidth: 2.4,
    },
  } as const;
}
