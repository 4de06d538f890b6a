import type { CostRow, LatencyRow } from "../records/mod.ts";
import { distinct, oneGranularity, oneKernelSet, withoutMixed } from "./charts/select.ts";
import { seriesOf } from "./charts/series.ts";
import { markdownName, markdownTable } from "./markdown.ts";
import { formatBytes, formatCount, formatDurationUs, formatQuantity } from "./text.ts";

/** The section on what each scheme costs the device: totals of `cost.csv`. */
export function costSection(rows: readonly CostRow[]): string | undefined {
  const totals = bySeries(
    oneGranularity(withoutMixed(rows.filter((row) => row.layer === "total"))),
  );
  if (totals.length === 0) return undefined;
  return [
    "## Cost on the device",
    "For one input. Instructions are an estimate; arena is the peak of RAM by the TFLM greedy plan; " +
    "flash holds weights, biases, multipliers and parameters.",
    markdownTable(
      ["model", "scheme", "Cortex-M4 instructions", "arena", "flash"],
      totals.map((row) => [
        markdownName(row.model),
        markdownName(row.scheme),
        row.instructionsM4 === undefined ? "" : formatQuantity(row.instructionsM4),
        row.arenaBytes === undefined ? "" : formatBytes(row.arenaBytes),
        formatBytes(row.flashBytes),
      ]),
    ),
  ].join("\n\n");
}

/** The section on host latency: the one section that differs from run to run. */
export function latencySection(rows: readonly LatencyRow[]): string | undefined {
  const kept = bySeries(oneKernelSet(oneGranularity(withoutMixed(rows))));
  const [first] = kept;
  if (first === undefined) return undefined;
  return [
    "## Latency on this host",
    `Batch 1, kernel set ${markdownName(first.kernels)}, ${formatCount(first.blocks)} blocks of ` +
    `interleaved schemes; timer resolution ${
      formatDurationUs(first.timerResolutionUs)
    }, an empty ` +
    `model takes ${formatDurationUs(first.emptyModelUs)}. This section differs from run to run.`,
    markdownTable(
      ["model", "scheme", "p50", "p99", "ratio to static"],
      kept.map((row) => [
        markdownName(row.model),
        markdownName(row.scheme),
        formatDurationUs(row.p50Us),
        formatDurationUs(row.p99Us),
        ratio(row),
      ]),
    ),
  ].join("\n\n");
}

function ratio({ ratioToStatic, ratioLo, ratioHi }: LatencyRow): string {
  if (ratioToStatic === undefined) return "";
  const interval = ratioLo === undefined || ratioHi === undefined
    ? ""
    : ` [${ratioLo.toFixed(2)}, ${ratioHi.toFixed(2)}]`;
  return `${ratioToStatic.toFixed(2)}${interval}`;
}

/** Rows by model, and within a model in the order of legends. */
function bySeries<Row extends { readonly model: string; readonly scheme: string }>(
  rows: readonly Row[],
): readonly Row[] {
  const schemes = seriesOf(rows.map(({ scheme }) => ({ scheme }))).map((one) => one.scheme);
  return distinct(rows, (row) => row.model).flatMap((model) =>
    schemes.flatMap((scheme) => rows.filter((r) => r.model === model && r.scheme === scheme))
  );
}
