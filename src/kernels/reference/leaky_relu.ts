import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { leakyReluFloat32 as leakyReluOf } from "../common/leaky_relu_float32.ts";
import { leakyReluTable } from "../common/leaky_relu_table.ts";
import { mapCodes, parametersOfImage, scaleFloorOf } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 leaky ReLU: `x` where x >= 0, else `alpha * x`. */
export function leakyReluFloat32(args: Unary<Float32Array> & { alpha: number }): Run {
  const alpha = Math.fround(args.alpha);
  return mapFloat32(args, (x) => leakyReluOf(x, alpha));
}

/** Int8 leaky ReLU. A dynamic output takes the range of the function over the codes present. */
export function leakyReluInt8(args: Unary<Int8Buffer> & { alpha: number }): Run {
  const alpha = Math.fround(args.alpha);
  const scaleFloor = scaleFloorOf(args.y);
  const f = (real: number) => leakyReluOf(real, alpha);
  return mapCodes({
    ...args,
    fill: (input, output, options) => leakyReluTable(input, output, { alpha, ...options }),
    choose: (input, present) => parametersOfImage(input, present, { f, scaleFloor }),
  });
}
