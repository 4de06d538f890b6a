/** From measured cells to verdicts: which of two is better on the same samples. */
export { comparisonRows } from "./compare.ts";
export {
  type DecisionInput,
  type DecisionOptions,
  decisionRows,
  defaultMargin,
} from "./decisions.ts";
export type { RandomSource } from "./resamples.ts";
