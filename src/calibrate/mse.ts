import { parametersFromRange } from "../affine/mod.ts";
import { type Distribution, nonZeroCounts } from "./distribution.ts";
import { type CalibratedRange, calibratedRange } from "./range.ts";
import { createSquaredError } from "./squared_error.ts";
import { zeroBinWarnings } from "./zero_bin.ts";

/** Shares of an end in the first round: four an octave, widest first, down to 1/102. */
const firstShares = Array.from(
  { length: 28 },
  (_, i) => [1, 0.875, 0.75, 0.625][i % 4]! / (1 << (i >> 2)),
);

/** Later rounds try this many steps on either side of the best. */
const stepsAround = 8;

/** How much finer than in the first round the steps of each later round are. */
const refinements = [8, 64];

/** A candidate: which share of the observed minimum and maximum to keep. */
interface Shares {
  readonly lo: number;
  readonly hi: number;
}

/**
 * The range with the least mean squared error of the int8 quantizer that it leads to, rounding and
 * clipping together; the two ends are searched independently.
 *
 * The error is exact for values evenly spread over their bin: each candidate is turned into scale
 * and zero point as deployed, and the squared distance to the nearest code is integrated over every
 * bin, not taken as scale^2 / 12; exact zeros have none. It is no tool's variant to the letter:
 * torchao's HistogramObserver integrates too, but stops at the first increase, a local minimum, and
 * leaves the zero point unrounded; NVIDIA's and MQBench's searches move one threshold for both
 * ends. All pairs of 28 shares of the observed minimum and maximum, from 1 to 1/102, are tried,
 * then twice the surroundings of the best in eighths of the step before. Of equal errors the wider
 * range wins. Data of one sign has one end to search.
 *
 * `one-candidate` where there is nothing but zeros to search over.
 */
export function mseRange(distribution: Distribution): CalibratedRange {
  const { min, max, count, zeros } = distribution;
  if (count === zeros) {
    return calibratedRange(distribution, { lo: min, hi: max, warnings: ["one-candidate"] });
  }
  const squaredError = createSquaredError({
    edges: distribution.edges,
    counts: nonZeroCounts(distribution),
  });
  const errorOf = ({ lo, hi }: Shares) => {
    const width = Math.fround(max * hi) - Math.fround(min * lo);
    // A width beyond float32 has no scale: such a candidate only loses.
    return Number.isFinite(Math.fround(width))
      ? squaredError(parametersFromRange(min * lo, max * hi))
      : Infinity;
  };

  let best: Shares = { lo: 1, hi: 1 };
  let least = errorOf(best);
  const search = (los: readonly number[], his: readonly number[]) => {
    for (const lo of min < 0 ? los : [1]) {
      for (const hi of max > 0 ? his : [1]) {
        const error = errorOf({ lo, hi });
        if (error < least) {
          least = error;
          best = { lo, hi };
        }
      }
    }
  };
  search(firstShares, firstShares);
  for (const finer of refinements) search(around(best.lo, finer), around(best.hi, finer));
  return calibratedRange(distribution, {
    lo: min * best.lo,
    hi: max * best.hi,
    warnings: zeroBinWarnings(distribution),
  });
}

/** The shares near one, widest first, in steps `finer` times as small as those of the first round. */
function around(share: number, finer: number): readonly number[] {
  let octave = 1;
  while (octave / 2 > share) octave /= 2;
  const step = octave / 8 / finer;
  return Array.from({ length: 2 * stepsAround + 1 }, (_, i) => share + (stepsAround - i) * step)
    .filter((candidate) => candidate <= 1);
}
