import type { ShiftContext } from "./shift.ts";

/**
 * Values before they were stored: x + d * step, with a dither d uniform in [-0.5, 0.5) for each value;
 * the values themselves where the step is 0.
 *
 * Values stored as integers, scaled as they are, would fall on a few levels only, and a scheme whose
 * levels coincide with them would win by that alone. The dither moves each to any value that would have
 * been stored as the same integer. It is the same at every severity, and a 0 may become slightly
 * negative, as sensors read.
 */
export function dithered(
  values: Float64Array,
  { step, stream }: Pick<ShiftContext, "step" | "stream">,
): Float64Array {
  if (step === 0) return values;
  return values.map((value) => value + (stream.uniform() - 0.5) * step);
}
