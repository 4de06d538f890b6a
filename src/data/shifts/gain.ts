import { dithered } from "./dither.ts";
import { positiveFactors } from "./ladder.ts";
import type { RawShift } from "./shift.ts";

/**
 * A sensor, or a preprocessing step, with more range: (x + d * step) * gain, not clipped. Values stored
 * as integers are dithered by d; with a step of 0 the result is x * gain.
 */
export const gain: RawShift = {
  domains: ["image", "audio"],
  values: "raw",
  parameter: "factor",
  ladder: [1.25, 1.5, 2, 3, 4],
  ladderRule: positiveFactors,
  apply: (values, context) => dithered(values, context).map((value) => value * context.parameter),
};
