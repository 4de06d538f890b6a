/** From measured cells to verdicts: which of two is better on the same samples. */
export { comparisonRows, type LadderCell, ladderCells } from "./compare.ts";
export { type DecisionInput, type DecisionOptions, defaultMargin } from "./decision_input.ts";
export { decisionRows } from "./decisions.ts";
export type { RandomSource } from "./resamples.ts";
export type { JudgedDifference, Judgement } from "./judge.ts";
export type { StrategyColumns } from "./listing_order.ts";
export { type Quantities, type Quantity, type QuantityName } from "./quantities.ts";
export {
  type Candidate,
  recommend,
  type Recommendation,
  type RecommendOptions,
} from "./recommend.ts";
export { type RecommendationVerdict, standingNotes } from "./recommendation_rows.ts";
export { strategiesOf, type Strategy } from "./strategies.ts";
