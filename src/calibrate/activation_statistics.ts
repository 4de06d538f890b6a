import { type Distribution, distributionOf } from "./distribution.ts";
import { type Histogram, mergeHistograms } from "./histogram.ts";

/** A calibration set: the first `size` samples of a draw. */
export interface CalibrationSet {
  readonly draw: number;
  readonly size: number;
}

/** What one pass of the float model over the calibration sets has seen. Not to be mutated. */
export interface ActivationStatistics {
  /** The activations, in order of execution: inputs, then what each node makes. */
  readonly values: readonly string[];
  /** How many draws were observed. */
  readonly draws: number;
  /** The sizes that were observed, ascending. */
  readonly sizes: readonly number[];
  /**
   * The values of one activation over a calibration set; one and the same object for activations that
   * hold the same values, one moved from the other.
   *
   * @throws {RangeError} When the value, the draw or the size was not observed.
   */
  distribution(value: string, set: CalibrationSet): Distribution;
  /**
   * Samples in a calibration set: `size`, or fewer where the draw is shorter.
   *
   * @throws {RangeError} When the draw or the size was not observed.
   */
  samples(set: CalibrationSet): number;
}

/**
 * One activation in one draw. Segment k holds the samples from the size before it up to `sizes[k]`,
 * so that a size is the sum of the segments up to its own. The extremes are by position in the draw;
 * NaN where the sample has no finite element.
 */
export interface DrawRecord {
  readonly segments: readonly Histogram[];
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** The statistics of finished records: one a draw for each value, in order of execution. */
export function activationStatistics(
  records: ReadonlyMap<string, readonly DrawRecord[]>,
  { sizes, drawLengths }: {
    readonly sizes: readonly number[];
    readonly drawLengths: readonly number[];
  },
): ActivationStatistics {
  const samples = ({ draw, size }: CalibrationSet) => {
    const length = drawLengths[draw];
    if (length === undefined) {
      throw new RangeError(
        `Cannot find a calibration set: the draw must be an integer from 0 to ` +
          `${drawLengths.length - 1}, got ${draw}`,
      );
    }
    if (!sizes.includes(size)) {
      throw new RangeError(
        `Cannot find a calibration set: the size must be one that was observed ` +
          `(${sizes.join(", ")}), got ${size}`,
      );
    }
    return Math.min(size, length);
  };
  // Calibrators ask for the same set one after the other: the distributions of the last are kept.
  let lastSet = "";
  const kept = new Map<readonly DrawRecord[], Distribution>();
  return {
    values: [...records.keys()],
    draws: drawLengths.length,
    sizes: [...sizes],
    samples,
    distribution(value, set) {
      const used = samples(set);
      const ofValue = records.get(value);
      if (ofValue === undefined) {
        throw new RangeError(
          `Cannot find the distribution of "${value}": the value must be one that was observed ` +
            `(${[...records.keys()].join(", ")})`,
        );
      }
      const name = `${set.draw}:${set.size}`;
      if (name !== lastSet) kept.clear();
      lastSet = name;
      const known = kept.get(ofValue);
      if (known !== undefined) return known;
      const record = ofValue[set.draw]!;
      const exercised = (_: number, position: number) =>
        position < used && !Number.isNaN(record.min[position]);
      const distribution = distributionOf(
        mergeHistograms(record.segments.slice(0, sizes.indexOf(set.size) + 1)),
        {
          perSample: { min: record.min.filter(exercised), max: record.max.filter(exercised) },
          samplesAsked: set.size,
        },
      );
      kept.set(ofValue, distribution);
      return distribution;
    },
  };
}
