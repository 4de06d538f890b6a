import { auc, aucInterval, type Scores } from "../statistics/mod.ts";
import { type AccuracyMeasure, scoreTop1 } from "./accuracy.ts";
import { decisions } from "./threshold.ts";

/** What is compared. */
export interface AucComparison {
  /** 1 where the sample is an anomaly, 0 where not. */
  readonly labels: Uint16Array;
  /** The scores of float32 on the same samples. */
  readonly float32: Float64Array;
  /** Above it a sample is called an anomaly. */
  readonly threshold: number;
}

/**
 * The area under the ROC curve of anomaly scores with its DeLong interval; agreement with float32, flips
 * and McNemar are those of the decisions at a fixed threshold, as a device makes them.
 *
 * @throws {RangeError} When a class has fewer than 2 samples.
 */
export function scoreAuc(
  scores: Float64Array,
  { labels, float32, threshold }: AucComparison,
): AccuracyMeasure {
  const byLabel = (all: Float64Array): Scores => ({
    positive: all.filter((_, i) => labels[i] === 1),
    negative: all.filter((_, i) => labels[i] !== 1),
  });
  const { lo, hi } = aucInterval(byLabel(scores));
  return {
    ...scoreTop1(
      { classes: decisions(scores, threshold), tied: [] },
      { labels, float32: decisions(float32, threshold) },
    ),
    metric: "auc",
    value: auc(byLabel(scores)),
    valueLo: lo,
    valueHi: hi,
    float32Value: auc(byLabel(float32)),
  };
}
