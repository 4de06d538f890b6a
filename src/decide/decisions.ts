import type { DecisionRow } from "../records/mod.ts";
import { conditionPrices } from "./condition_price.ts";
import { crossovers } from "./crossovers.ts";
import type { Decider, DecisionInput, DecisionOptions } from "./decision_input.ts";
import { dispersions } from "./dispersion.ts";
import { errorSplits } from "./error_split.ts";
import { firstToClip } from "./first_to_clip.ts";
import { recommendationDecisions, strategyDecisions } from "./recommendation_rows.ts";
import { resamplesFrom } from "./resamples.ts";
import { sizeEquivalences } from "./size_equivalence.ts";
import { smallestSizes } from "./smallest_size.ts";

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
