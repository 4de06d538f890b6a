import { type Confidence, type Interval, normalQuantiles } from "./interval.ts";

/**
 * The score interval of Wilson (1927) of a share, without continuity correction. It needs no normal
 * approximation at the share itself, so it holds near 0 and 1, where accuracies lie. With no
 * successes its lower end is exactly 0, with no failures its upper end exactly 1.
 *
 * @throws {RangeError} When `count` is not a positive integer or `successes` not one of 0 to `count`.
 *
 * @example
 * ```ts
 * import { wilsonInterval } from "./wilson.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { lo, hi } = wilsonInterval(90, 100);
 * assertAlmostEquals(lo, 0.8256, 1e-4);
 * assertAlmostEquals(hi, 0.9448, 1e-4);
 * ```
 */
export function wilsonInterval(
  successes: number,
  count: number,
  options: { readonly confidence?: Confidence } = {},
): Interval {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot compute a Wilson interval: the count must be a positive integer, got ${count}`,
    );
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > count) {
    throw new RangeError(
      `Cannot compute a Wilson interval: the successes must be 0 to ${count}, got ${successes}`,
    );
  }
  const z = normalQuantiles[options.confidence ?? 0.95];
  const failures = count - successes;
  const square = z * z;
  const centre = successes + square / 2;
  const reach = z * Math.sqrt(successes * failures / count + square / 4);
  return {
    lo: successes === 0 ? 0 : (centre - reach) / (count + square),
    hi: failures === 0 ? 1 : (centre + reach) / (count + square),
  };
}
