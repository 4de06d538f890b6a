/** Decisions on cells put together by hand. */
import { type DecisionOptions, decisionRows } from "../../src/decide/mod.ts";
import type { DecisionKind, DecisionRow, LayerRow, Outcomes } from "../../src/records/mod.ts";
import { randomStream } from "../../src/data/mod.ts";
import { tablesOf, type TestCell } from "./cells.ts";

/** A margin of a point and a fixed seed. */
export const options: DecisionOptions = {
  margin: 0.01,
  random: (...key) => randomStream(3, ["decide", ...key]).below,
  poolSamples: 5000,
};

/** The rows of one kind. */
export function decide(
  kind: DecisionKind,
  cells: readonly TestCell[],
  { header = {}, layers = [], changes = {} }: {
    readonly header?: Partial<Outcomes["header"]>;
    readonly layers?: readonly LayerRow[];
    readonly changes?: Partial<DecisionOptions>;
  } = {},
): readonly DecisionRow[] {
  const [accuracy, outcomes] = cells.length === 0
    ? [
      [],
      {
        header: { suite: "digits", metric: "top-1", ids: [], labels: [], subsets: {}, cells: [] },
        classes: [],
      } as const,
    ]
    : tablesOf(cells, header);
  const input = { accuracy, outcomes, calibration: [], layers, cost: [] };
  return decisionRows(input, { ...options, ...changes }).filter((row) => row.kind === kind);
}

/** `count` classes, of which those from one position up to another are wrong: 0, not 1. */
export function wrongFrom(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, at) => at >= from && at < to ? 0 : 1);
}

/** As many labels of class 1. */
export function ones(count: number): number[] {
  return wrongFrom(count, 0, 0);
}
