/** One triangle of a filterbank: the weights of neighbouring bins, from the first that is not 0. */
interface MelBand {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Triangles over the bins of a spectrum, in rising order. */
export type MelBank = readonly MelBand[];

/** Options of {@link melBank}. */
export interface MelBankOptions {
  /** Where each bin of the spectrum lies, rising; in mel or Hz, as the edges. */
  readonly bins: readonly number[];
  /** Edges of the bands, rising: band b rises from edge b to its peak at b + 1 and falls to b + 2. */
  readonly edges: readonly number[];
  /** What the weights of a band are multiplied by; by 1 unless given. */
  readonly gain?: (band: number) => number;
}

/**
 * The triangles between `edges`: a weight is
 * max(0, min((bin - low) / (peak - low), (high - bin) / (high - peak))).
 *
 * @example
 * ```ts
 * import { applyMelBank, melBank } from "./mel_bank.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bank = melBank({ bins: [0, 1, 2, 3, 4], edges: [0, 2, 4] });
 * const energies = new Float64Array(1);
 * applyMelBank(bank, new Float64Array([9, 2, 3, 4, 9]), energies);
 * assertEquals(energies[0], 0.5 * 2 + 3 + 0.5 * 4);
 * ```
 */
export function melBank({ bins, edges, gain = () => 1 }: MelBankOptions): MelBank {
  return edges.slice(2).map((high, band) => {
    const [low, peak] = [edges[band]!, edges[band + 1]!];
    const weights = bins.map((bin) =>
      gain(band) * Math.max(0, Math.min((bin - low) / (peak - low), (high - bin) / (high - peak)))
    );
    const first = weights.findIndex((weight) => weight > 0);
    // A band narrower than a bin may hold none: its energy is 0.
    if (first < 0) return { first: 0, weights: new Float64Array(0) };
    const last = weights.findLastIndex((weight) => weight > 0);
    return { first, weights: Float64Array.from(weights.slice(first, last + 1)) };
  });
}

/** Writes the weighted sum of each band to `energies`; each is summed from its lowest bin on. */
export function applyMelBank(
  bank: MelBank,
  spectrum: Float64Array,
  energies: Float64Array,
): void {
  bank.forEach(({ first, weights }, band) => {
    let sum = 0;
    for (let index = 0; index < weights.length; index++) {
      sum += weights[index]! * spectrum[first + index]!;
    }
    energies[band] = sum;
  });
}
