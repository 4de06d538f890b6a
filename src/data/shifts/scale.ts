import { dithered } from "./dither.ts";
import { positiveFactors } from "./ladder.ts";
import type { RawShift } from "./shift.ts";

/**
 * Sensors of another sensitivity, or another unit: every measurement times the same factor,
 * (x + d * step) * f. Values stored as integers are dithered by d, as under gain; with a step of 0 the
 * result is x * f.
 */
export const scale: RawShift = {
  domains: ["vector"],
  values: "raw",
  parameter: "factor",
  ladder: [1.25, 1.5, 2, 3, 4],
  ladderRule: positiveFactors,
  apply: (values, context) => dithered(values, context).map((value) => value * context.parameter),
};
