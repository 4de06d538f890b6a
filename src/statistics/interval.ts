/** An interval, both ends included. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** The confidence levels that an interval may have. */
export const confidences = [0.9, 0.95, 0.99] as const;

/** A confidence level. */
export type Confidence = typeof confidences[number];

/** The standard normal quantile at (1 + confidence) / 2. */
export const normalQuantiles: { readonly [level in Confidence]: number } = {
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
};
