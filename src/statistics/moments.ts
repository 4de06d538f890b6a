/**
 * The sum of some values, compensated after Neumaier (1974): rounding errors are summed apart, so the
 * result is as if computed with twice the digits and then rounded.
 */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? (total - next) + value : (value - next) + total;
    total = next;
  }
  return total + lost;
}

/**
 * The arithmetic mean.
 *
 * @throws {RangeError} When there is no value, or one is not finite.
 *
 * @example
 * ```ts
 * import { mean } from "./moments.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: readonly number[]): number {
  if (values.length === 0) {
    throw new RangeError("Cannot compute a mean: there must be at least 1 value, got 0");
  }
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot compute a mean: values must be finite, got ${wrong}`);
  }
  return sum(values) / values.length;
}

/**
 * The sample standard deviation, over n - 1, from the squared distances to the mean. Undefined for a
 * single value, which has none.
 *
 * @throws {RangeError} When there is no value, or one is not finite.
 *
 * @example
 * ```ts
 * import { standardDeviation } from "./moments.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(standardDeviation([1, 3]), Math.sqrt(2));
 * assertEquals(standardDeviation([1]), undefined);
 * ```
 */
export function standardDeviation(values: readonly number[]): number | undefined {
  const centre = mean(values);
  if (values.length === 1) return undefined;
  const squares = values.map((value) => (value - centre) * (value - centre));
  return Math.sqrt(sum(squares) / (values.length - 1));
}
