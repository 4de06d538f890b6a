/** Exact coverage and level: the probability of every outcome summed, no simulation. */
import type { Interval } from "../../src/statistics/mod.ts";

/** The probabilities of 0 to n successes of n trials with the given share. */
export function binomialPmf(n: number, share: number): readonly number[] {
  const mass: number[] = [];
  let choose = 0;
  for (let k = 0; k <= n; k++) {
    const log = choose + power(k, share) + power(n - k, 1 - share);
    mass.push(Math.exp(log));
    choose += Math.log(n - k) - Math.log(k + 1);
  }
  return mass;
}

/** The logarithm of share^k. */
function power(k: number, share: number): number {
  return k === 0 ? 0 : k * Math.log(share);
}

/** How often an interval of a share holds the share. */
export function coverageOfShare(
  n: number,
  share: number,
  intervalOf: (successes: number) => Interval,
): number {
  return binomialPmf(n, share).reduce(
    (sum, mass, k) => sum + holds(intervalOf(k), share) * mass,
    0,
  );
}

/** How often an interval of the difference of two paired shares holds it. */
export function coverageOfDifference(
  { n, first, second }: { readonly n: number; readonly first: number; readonly second: number },
  intervalOf: (onlyFirst: number, onlySecond: number) => Interval,
): number {
  const other = second / (1 - first);
  return binomialPmf(n, first).reduce(
    (sum, mass, b) =>
      sum +
      mass * binomialPmf(n - b, other).reduce((inner, own, c) =>
          inner + holds(intervalOf(b, c), first - second) * own, 0),
    0,
  );
}

/**
 * How often a test of two paired classifiers rejects: `first` and `second` are the shares of samples that
 * only the one, only the other gets right.
 */
export function rejections(
  { n, first, second }: { readonly n: number; readonly first: number; readonly second: number },
  rejects: (onlyFirst: number, onlySecond: number) => boolean,
): number {
  return coverageOfDifference({ n, first, second }, (b, c) => {
    const difference = first - second;
    return rejects(b, c) ? { lo: difference, hi: difference } : { lo: Infinity, hi: -Infinity };
  });
}

function holds({ lo, hi }: Interval, value: number): 0 | 1 {
  return lo <= value && value <= hi ? 1 : 0;
}
