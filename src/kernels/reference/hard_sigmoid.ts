import { unitIntervalParameters } from "../../affine/mod.ts";
import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { hardSigmoidFloat32 as hardSigmoidOf } from "../common/hard_sigmoid_float32.ts";
import { hardSigmoidTable } from "../common/hard_sigmoid_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 hard sigmoid: `alpha * x + beta` held to [0, 1]. */
export function hardSigmoidFloat32(
  args: Unary<Float32Array> & { alpha: number; beta: number },
): Run {
  const { alpha, beta } = args;
  return mapFloat32(args, (x) => hardSigmoidOf(x, { alpha, beta }));
}

/** Int8 hard sigmoid: the output is static; a dynamic one gets scale 1/256, zero point -128. */
export function hardSigmoidInt8(args: Unary<Int8Buffer> & { alpha: number; beta: number }): Run {
  const { alpha, beta } = args;
  return mapCodes({
    ...args,
    fill: (input, output, options) => hardSigmoidTable(input, output, { alpha, beta, ...options }),
    choose: () => unitIntervalParameters,
  });
}
