import type {
  AccuracyRow,
  CalibrationRow,
  CostRow,
  DecisionRow,
  LayerRow,
  Outcomes,
} from "../records/mod.ts";
import type { RandomSource, Resamples } from "./resamples.ts";

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
  /** Seeded streams of integers, by what they are for. */
  readonly random: RandomSource;
  /** Samples that calibration sets are drawn from; absent where that is not known. */
  readonly poolSamples?: number;
}

/** One point. */
export const defaultMargin = 0.01;

/** What every kind of decision is given. */
export interface DecisionContext extends DecisionOptions {
  readonly resamples: Resamples;
}

/** The rows of one kind of decision. */
export type Decider = (input: DecisionInput, context: DecisionContext) => readonly DecisionRow[];
