import { signedUnitParameters } from "../../affine/mod.ts";
import type { Run, Unary, UnaryInt8 } from "../kernel_set.ts";
import { roundedTanh } from "../common/exact_functions.ts";
import { float32Table } from "../common/float32_table.ts";
import { tanhFloat32 as tanhOf } from "../common/tanh_float32.ts";
import { tanhTable } from "../common/tanh_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 hyperbolic tangent. */
export function tanhFloat32(args: Unary<Float32Array>): Run {
  return mapFloat32(args, tanhOf);
}

/**
 * Int8 hyperbolic tangent: the output is always at scale 1/128, zero point 0. A static input takes the
 * table of its profile: gemmlowp's fixed point (`tflm`), or float32 (`litert-ref`).
 */
export function tanhInt8({ rounding = "tflm", ...args }: UnaryInt8): Run {
  const inFloat32 = rounding === "litert-ref" && args.x.kind === "static";
  return mapCodes({
    ...args,
    fill: (input, _output, options) =>
      inFloat32
        ? float32Table(input, signedUnitParameters, { of: roundedTanh, ...options })
        : tanhTable(input, options),
    choose: () => signedUnitParameters,
  });
}
