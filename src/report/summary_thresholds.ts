import type { ThresholdRow } from "../records/mod.ts";
import { distinct, oneGranularity } from "./charts/select.ts";
import { seriesKey, seriesLabel, seriesOf } from "./charts/series.ts";
import { markdownName, markdownTable } from "./markdown.ts";
import { formatPercent, isFloatCollapsed } from "./text.ts";

type Rows = readonly ThresholdRow[];

/**
 * The section on a device with one threshold: what it detects and what it takes for an anomaly, on clean
 * inputs and at the last severity of each shift that float32 can bear. `undefined` without anomaly scores.
 */
export function thresholdSection(rows: Rows): string | undefined {
  const ladder = oneGranularity(rows.filter(({ phase }) => phase === "shift-ladder"));
  const fixed = seriesOf(ladder.filter(({ scheme }) => scheme === "static"))[0]?.key;
  const schemes = ["float32", "dynamic", "as-shipped"];
  const shown = ladder.filter((row) => schemes.includes(row.scheme) || seriesKey(row) === fixed);
  if (shown.length === 0) return undefined;
  const lastOf = (rows: Rows) => {
    const open = rows.filter((row) => !isFloatCollapsed(row));
    const last = open.reduce((most, { severity }) => Math.max(most, severity), 0);
    return open.filter(({ severity }) => severity === last);
  };
  const conditions = distinct(shown, ({ shift }) => shift).flatMap((shift) =>
    distinct(shown, ({ model }) => model).map((model) =>
      lastOf(shown.filter((row) => row.shift === shift && row.model === model))
    )
  );
  return [
    "## At one threshold",
    "A device compares the score with a number that was fixed before: here the one that separates float32's " +
    "scores of clean inputs best (Youden's J), the same for every scheme. *Detected*: anomalies above it; " +
    "*false alarms*: other samples above it; *score*: how far the median score moved from float32's on " +
    "clean inputs, in percent of the threshold. Each shift at the last severity at which float32 has not " +
    "collapsed; `thresholds.csv` has all, with intervals.",
    markdownTable(
      ["model", "inputs", "scheme", "detected", "false alarms", "score"],
      conditions.flat().map((row) => [
        markdownName(row.model),
        markdownName(row.severity === 0 ? row.shift : `${row.shift} ${row.severity}`),
        markdownName(seriesLabel(row)),
        `${formatPercent(row.detectedShare)} %`,
        `${formatPercent(row.falseAlarmShare)} %`,
        row.scoreShift === undefined
          ? ""
          : `${row.scoreShift > 0 ? "+" : ""}${formatPercent(row.scoreShift)} %`,
      ]),
    ),
  ].join("\n\n");
}
