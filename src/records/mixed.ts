import type { Table } from "./table.ts";

/** A value of a model in the order in which scheme mixed makes values dynamic. */
export interface MixedRow {
  readonly suite: string;
  readonly model: string;
  readonly rank: number;
  readonly layer: string;
  readonly op: string;
  readonly follows: string | undefined;
  readonly movement: number;
  readonly addedInstructionsM4: number | undefined;
  readonly shift: string | undefined;
  readonly severity: number | undefined;
  readonly staticLo: number;
  readonly staticHi: number;
  readonly observedLo: number;
  readonly observedHi: number;
  readonly dynamicValues: number | undefined;
}

/** `mixed.csv`. */
export const mixedTable: Table<MixedRow> = {
  name: "mixed",
  describe: {
    suite: "Suite name",
    model: "Model name",
    rank: "Place in the order in which values become dynamic, from 1",
    layer: "Name of the activation, as `quantize --dynamic` takes it",
    op: "Operator that makes it; input for the model's input",
    follows:
      "Activation that it is made dynamic with, for clamps and concatenations of it; empty for those with a place of their own",
    movement:
      "What of its float32 range on shifted calibration samples lies beyond the static range, over the width of that; the largest over shifts",
    addedInstructionsM4:
      "Estimated Cortex-M4 instructions that it adds to static alone, with what follows it",
    shift: "Shift that moves it most; empty where none does",
    severity: "Severity of that shift",
    staticLo: "Lower end of what its static parameters can represent",
    staticHi: "Upper end of what its static parameters can represent",
    observedLo: "Smallest float32 value under that shift; the static end where none moves it",
    observedHi: "Largest float32 value under that shift; the static end where none moves it",
    dynamicValues:
      "The smallest dynamic_values of the measured candidates that make it dynamic; empty where none does",
  },
  kinds: {
    suite: "text",
    model: "text",
    rank: "number",
    layer: "text",
    op: "text",
    follows: "text?",
    movement: "number",
    addedInstructionsM4: "number?",
    shift: "text?",
    severity: "number?",
    staticLo: "number",
    staticHi: "number",
    observedLo: "number",
    observedHi: "number",
    dynamicValues: "number?",
  },
};
