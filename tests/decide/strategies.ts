/** Runs put together by hand: what every strategy says right, under every condition. */
import type { CostRow, Outcomes } from "../../src/records/mod.ts";
import type { AccuracyRow } from "../../src/records/mod.ts";
import { ladderCells } from "../../src/decide/compare.ts";
import { strategiesOf, type Strategy } from "../../src/decide/mod.ts";
import { tablesOf, type TestCell } from "./cells.ts";

/** A condition, and the samples that a strategy gets wrong there, out of `samples`. */
export type Wrong = Readonly<Record<string, readonly number[]>>;

export const minMax = { scheme: "static", calibrator: "min-max", calibrationSize: 500 };
export const mse = { scheme: "static", calibrator: "mse", calibrationSize: 500 };
export const dynamicInput = {
  scheme: "dynamic-input",
  calibrator: "min-max",
  calibrationSize: 500,
};
export const dynamic = { scheme: "dynamic" };
export const hybrid = { scheme: "hybrid" };
export const float32 = { scheme: "float32", weights: undefined };
export const asShipped = { scheme: "as-shipped", weights: undefined };

export type Columns = Partial<AccuracyRow>;

/** What it costs, by scheme: dynamic more than dynamic-input more than static. */
export const prices: Readonly<Record<string, number>> = {
  static: 100,
  "dynamic-input": 110,
  dynamic: 150,
  hybrid: 160,
  "as-shipped": 100,
};

export function costOf(scheme: string, fields: Partial<CostRow> = {}): CostRow {
  const instructionsM4 = prices[scheme];
  return {
    suite: "digits",
    model: "mlp",
    scheme,
    weights: scheme === "float32" || scheme === "as-shipped" ? undefined : "per-channel",
    layer: "total",
    op: "model",
    flashBytes: 1000,
    arenaBytes: 400,
    livenessBytes: 300,
    weightBytes: 900,
    int8Macs: 50,
    floatMacs: 0,
    requantizations: 7,
    int32Scan: 0,
    floatScan: 0,
    quantize: 5,
    dequantize: 3,
    floatRescale: 0,
    parameterDerivations: 0,
    stagingBytes: 0,
    instructionsM3: instructionsM4 && 2 * instructionsM4,
    instructionsM4,
    instructionsM7: instructionsM4 && instructionsM4 / 2,
    instructionsM55: instructionsM4 && instructionsM4 / 4,
    ...fields,
  };
}

export interface Run {
  readonly accuracy: readonly AccuracyRow[];
  readonly outcomes: Outcomes;
  readonly cost: readonly CostRow[];
}

/**
 * A run of one model on `samples` samples of class 1: each strategy with the samples that it gets wrong
 * under each condition, `gain 5` or `clean`; a star after a condition says that float32 has collapsed.
 */
export function runOf(
  samples: number,
  strategies: readonly (readonly [Columns, Wrong])[],
  header: Partial<Outcomes["header"]> = {},
): Run {
  const metric = header.metric ?? "top-1";
  const labels = metric === "fidelity" ? {} : { labels: Array.from({ length: samples }, () => 1) };
  const cells = strategies.flatMap(([columns, wrong]) =>
    Object.entries(wrong).map(([condition, positions]): TestCell => {
      const [shift, severity = 0] = condition.replace("*", "").split(" ");
      const classes = Array.from({ length: samples }, () => 1);
      for (const position of positions) classes[position] = 0;
      const value = 1 - positions.length / samples;
      const row = {
        ...columns,
        metric,
        shift: shift!,
        severity: Number(severity),
        value,
        valueLo: value,
        valueHi: value,
        agreement: value,
        warnings: condition.endsWith("*") ? "float-collapsed" : "",
      };
      return { row, classes };
    })
  );
  const [accuracy, outcomes] = tablesOf(cells, { ...labels, ...header, metric });
  return { accuracy, outcomes, cost: Object.keys(prices).map((scheme) => costOf(scheme)) };
}

export function strategiesIn({ accuracy, outcomes, cost }: Run): readonly Strategy[] {
  return strategiesOf(ladderCells(accuracy, outcomes), { cost });
}

/** The first `count` positions of one half: those that choose are even, those that judge odd. */
export function even(count: number, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, i) => 2 * (from + i));
}

export function odd(count: number, from = 0): readonly number[] {
  return even(count, from).map((position) => position + 1);
}

/** As many on both halves. */
export function both(count: number, from = 0): readonly number[] {
  return [...even(count, from), ...odd(count, from)];
}
