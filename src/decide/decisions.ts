import type {
  AccuracyRow,
  CalibrationRow,
  CostRow,
  DecisionRow,
  LayerRow,
  Outcomes,
} from "../records/mod.ts";
import { recommendationDecisions, strategyDecisions } from "./recommendation_rows.ts";

/** The tables of a run that decisions rest on: nothing that differs from run to run. */
export interface DecisionInput {
  readonly accuracy: readonly AccuracyRow[];
  readonly outcomes: Outcomes;
  readonly calibration: readonly CalibrationRow[];
  readonly layers: readonly LayerRow[];
  readonly cost: readonly CostRow[];
}

/** What decisions are made with. */
export interface DecisionOptions {
  /** Difference in accuracy or agreement that counts as none, as a share. */
  readonly margin: number;
}

/** One point. */
export const defaultMargin = 0.01;

/** The rows of one kind of decision. */
export type Decider = (input: DecisionInput, options: DecisionOptions) => readonly DecisionRow[];

/** Every kind of decision, in the order of decisions.csv. */
const deciders: readonly Decider[] = [
  strategyDecisions,
  recommendationDecisions,
];

/** The rows of decisions.csv. */
export function decisionRows(
  input: DecisionInput,
  options: DecisionOptions = { margin: defaultMargin },
): readonly DecisionRow[] {
  return deciders.flatMap((decide) => decide(input, options));
}
