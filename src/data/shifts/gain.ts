import type { Shift } from "./shift.ts";

/**
 * A sensor, or a preprocessing step, with more range: (x + d) * gain, not clipped.
 *
 * Raw values are stored as integers. Scaled as they are, they would fall on a few levels only, and a
 * scheme whose levels coincide with them would win by that alone. So each value is first moved by a
 * dither d, uniform in [-0.5, 0.5) of a step: any value that would have been stored as this integer.
 * The dither is the same at every severity, and a 0 may become slightly negative, as sensors read.
 */
export const gain: Shift = {
  domain: "raw",
  parameter: "factor",
  ladder: [1.25, 1.5, 2, 3, 4],
  apply: (values, { parameter, stream }) =>
    values.map((value) => (value + (stream.uniform() - 0.5)) * parameter),
};
