/** The row types and columns of every output table, the outcomes file and the journal. */
export * from "./accuracy.ts";
export * from "./calibration.ts";
export * from "./comparisons.ts";
export * from "./cost.ts";
export * from "./decisions.ts";
export * from "./journal.ts";
export * from "./latency.ts";
export * from "./layers.ts";
export * from "./mixed.ts";
export * from "./outcomes.ts";
export type { OutcomesHeader } from "./outcomes_header.ts";
export * from "./table.ts";
export * from "./thresholds.ts";
