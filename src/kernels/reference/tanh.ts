import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { symmetricUnitOutput } from "../common/fixed_output.ts";
import { tanhFloat32 as tanhOf } from "../common/tanh_float32.ts";
import { tanhTable } from "../common/tanh_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 hyperbolic tangent. */
export function tanhFloat32(args: Unary<Float32Array>): Run {
  return mapFloat32(args, tanhOf);
}

/** Int8 hyperbolic tangent: the output is always at scale 1/128, zero point 0. */
export function tanhInt8(args: Unary<Int8Buffer>): Run {
  return mapCodes({
    ...args,
    fill: (input, _output, options) => tanhTable(input, options),
    choose: () => symmetricUnitOutput,
  });
}
