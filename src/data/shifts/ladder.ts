/** The parameter of each severity, 1 to 5. */
export type Ladder = readonly [number, number, number, number, number];

/** What a ladder other than the default may hold. */
export interface LadderRule {
  /** As an error says it: five of what. */
  readonly values: string;
  readonly accepts: (value: number) => boolean;
}

/** Of gain and scale. */
export const positiveFactors: LadderRule = {
  values: "positive factors",
  accepts: (factor) => factor > 0 && factor < Infinity,
};
