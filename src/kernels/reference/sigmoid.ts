import { unitIntervalParameters } from "../../affine/mod.ts";
import type { Run, Unary, UnaryInt8 } from "../kernel_set.ts";
import { roundedLogistic } from "../common/exact_functions.ts";
import { float32Table } from "../common/float32_table.ts";
import { sigmoidFloat32 as sigmoidOf } from "../common/sigmoid_float32.ts";
import { sigmoidTable } from "../common/sigmoid_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 sigmoid. */
export function sigmoidFloat32(args: Unary<Float32Array>): Run {
  return mapFloat32(args, sigmoidOf);
}

/**
 * Int8 sigmoid: the output is always at scale 1/256, zero point -128. A static input takes the table
 * of its profile: gemmlowp's fixed point (`tflm`), or float32 (`litert-ref`).
 */
export function sigmoidInt8({ rounding = "tflm", ...args }: UnaryInt8): Run {
  const inFloat32 = rounding === "litert-ref" && args.x.kind === "static";
  return mapCodes({
    ...args,
    fill: (input, _output, options) =>
      inFloat32
        ? float32Table(input, unitIntervalParameters, { of: roundedLogistic, ...options })
        : sigmoidTable(input, options),
    choose: () => unitIntervalParameters,
  });
}
