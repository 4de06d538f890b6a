import type { MoveKernels, Run } from "../kernel_set.ts";

/**
 * Moves elements by index: output element i of a sample is input element `index[i]`, and where that
 * is -1 the fill of the sample, or the only fill there is.
 */
export function gather(
  { x, y, inputs, index, fill }: Parameters<MoveKernels["gather"]>[0],
): Run {
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const padding = fill[fill.length === 1 ? 0 : sample]!;
      const at = sample * index.length;
      const xi = sample * inputs;
      for (let i = 0; i < index.length; i++) {
        const from = index[i]!;
        y[at + i] = from < 0 ? padding : x[xi + from]!;
      }
    }
  };
}
