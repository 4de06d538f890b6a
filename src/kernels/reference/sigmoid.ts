import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { unitOutput } from "../common/fixed_output.ts";
import { sigmoidFloat32 as sigmoidOf } from "../common/sigmoid_float32.ts";
import { sigmoidTable } from "../common/sigmoid_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 sigmoid. */
export function sigmoidFloat32(args: Unary<Float32Array>): Run {
  return mapFloat32(args, sigmoidOf);
}

/** Int8 sigmoid: the output is always at scale 1/256, zero point -128. */
export function sigmoidInt8(args: Unary<Int8Buffer>): Run {
  return mapCodes({
    ...args,
    fill: (input, _output, options) => sigmoidTable(input, options),
    choose: () => unitOutput,
  });
}
