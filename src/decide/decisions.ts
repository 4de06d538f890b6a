import type {
  AccuracyRow,
  CalibrationRow,
  CostRow,
  DecisionRow,
  LayerRow,
  Outcomes,
} from "../records/mod.ts";
import { conditionPrices } from "./condition_price.ts";
import { crossovers } from "./crossovers.ts";
import { dispersions } from "./dispersion.ts";
import { errorSplits } from "./error_split.ts";
import { firstToClip } from "./first_to_clip.ts";
import { type RandomSource, type Resamples, resamplesFrom } from "./resamples.ts";
import { sizeEquivalences } from "./size_equivalence.ts";
import { smallestSizes } from "./smallest_size.ts";
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

/** Every kind of decision, in the order of decisions.csv. */
const deciders: readonly Decider[] = [
  (input, context) => {
    const equivalences = sizeEquivalences(input, context);
    return [...equivalences, ...smallestSizes(equivalences)];
  },
  dispersions,
  crossovers,
  conditionPrices,
  errorSplits,
  firstToClip,
  strategyDecisions,
  recommendationDecisions,
];

/** The rows of decisions.csv. */
export function decisionRows(
  input: DecisionInput,
  options: DecisionOptions,
): readonly DecisionRow[] {
  const context = { ...options, resamples: resamplesFrom(options.random) };
  return deciders.flatMap((decide) => decide(input, context));
}
