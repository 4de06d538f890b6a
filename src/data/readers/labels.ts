import { maxLabel } from "../limits.ts";
import { refusal } from "../refusal.ts";
import { sharedLabels } from "./shared.ts";

/** Whose numbers are compared: each as errors call it, and how many it has. */
export interface LabelCounts {
  readonly labels: { readonly file: string; readonly count: number };
  readonly samples: { readonly file: string; readonly count: number };
}

/**
 * Checks that there is a label for every sample.
 *
 * @throws {DataError} When there are fewer or more: names both files and both numbers.
 */
export function checkLabelCount({ labels, samples }: LabelCounts): void {
  if (labels.count === samples.count) return;
  throw refusal(
    labels.file,
    `it must have a label for each of the ${samples.count} samples of ${samples.file}, ` +
      `got ${labels.count}`,
  );
}

/** Options of {@link makeLabels}. */
export interface LabelOptions {
  /** What errors call it. */
  readonly file: string;
  readonly count: number;
  /** The label of a sample as it is stored. */
  readonly label: (index: number) => number | bigint;
  /** The largest that it may be. */
  readonly largest?: number;
}

/**
 * The labels of all samples, in shared memory.
 *
 * @throws {DataError} When one is negative or too large: names the sample.
 */
export function makeLabels({ file, count, label, largest = maxLabel }: LabelOptions): Uint16Array {
  const labels = sharedLabels(count);
  for (let index = 0; index < count; index++) {
    const value = label(index);
    if (value < 0 || value > largest) {
      throw refusal(file, `labels must be 0 to ${largest}, got ${value} for sample ${index}`);
    }
    labels[index] = Number(value);
  }
  return labels;
}
