import type { Int8Buffer, MatrixOutput, WeightedOutput } from "../kernel_set.ts";
import { finishDerived } from "./weighted_derived.ts";
import { finishDynamic } from "./weighted_dynamic.ts";
import { finishFloat32 } from "./weighted_float32.ts";
import { finishStatic } from "./weighted_static.ts";

/**
 * Turns the accumulators `sum w * (x - z_in)` of one sample, [positions, channels] and without the
 * bias, into the output of that sample. It may overwrite them.
 */
export type Finish = (accumulators: Int32Array, sample: number) => void;

/** What a finish needs to know of its op. */
export interface FinishArgs<O extends MatrixOutput = WeightedOutput> {
  readonly x: Int8Buffer;
  /** Weight scales, one a channel. */
  readonly scales: Float32Array;
  readonly output: O;
  readonly channels: number;
}

/** The finish that the kind of the output asks for. */
export function weightedFinish(args: FinishArgs): Finish {
  const { output } = args;
  switch (output.kind) {
    case "static":
      return finishStatic({ ...args, output });
    case "derived":
      return finishDerived({ ...args, output });
    case "dynamic":
      return finishDynamic({ ...args, output });
    case "float32":
      return finishFloat32({ ...args, output });
  }
}
