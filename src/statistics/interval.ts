/** An interval, both ends included. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** The confidence levels that an interval may have. */
export const confidences = [0.9, 0.95, 0.99] as const;

/** A confidence level. */
export type Confidence = typeof confidences[number];
