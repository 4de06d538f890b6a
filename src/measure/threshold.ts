/**
 * The threshold that a device would have: of all thresholds on these scores the one with the largest
 * share of detected anomalies less share of false alarms (the J of Youden 1950), the lowest where
 * several share it. A sample is called an anomaly where its score is above. Between two scores it lies
 * in the middle.
 *
 * @param labels 1 where the sample is an anomaly.
 * @throws {RangeError} When a class has no sample.
 *
 * @example
 * ```ts
 * import { youdenThreshold } from "./threshold.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(youdenThreshold([1, 2, 6, 8], Uint16Array.of(0, 0, 1, 1)), 4);
 * ```
 */
export function youdenThreshold(scores: ArrayLike<number>, labels: Uint16Array): number {
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new RangeError(
      `Cannot choose a threshold: both classes must have a sample, got ${positives} anomalies and ` +
        `${negatives} others`,
    );
  }
  const order = [...labels.keys()].sort((a, b) => scores[a]! - scores[b]! || a - b);
  let [detected, alarms] = [positives, negatives];
  let [best, threshold] = [-Infinity, 0];
  order.forEach((sample, index) => {
    if (labels[sample] === 1) detected--;
    else alarms--;
    const score = scores[sample]!;
    const next = scores[order[index + 1]!] ?? score;
    if (next === score && index + 1 < order.length) return; // equal scores fall on one side
    const gain = detected / positives - alarms / negatives;
    if (gain > best) [best, threshold] = [gain, middle(score, next)];
  });
  return threshold;
}

/** Between two scores, below the upper one; finite, since a device has a number to compare with. */
function middle(lower: number, upper: number): number {
  const finite = (score: number) => Math.min(Math.max(score, -Number.MAX_VALUE), Number.MAX_VALUE);
  const [lo, hi] = [finite(lower), finite(upper)];
  const half = lo + (hi / 2 - lo / 2);
  return half < hi ? half : lo;
}

/** 1 where a score is above the threshold. */
export function decisions(scores: Float64Array, threshold: number): Uint16Array {
  return Uint16Array.from(scores, (score) => score > threshold ? 1 : 0);
}
