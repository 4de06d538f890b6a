import type { ClampRange, Run, Unary, UnaryInt8 } from "../kernel_set.ts";
import { clampTable } from "../common/clamp_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 clamp: at least min, then at most max. NaN stays NaN. */
export function clampFloat32(args: Unary<Float32Array> & { clamp: ClampRange }): Run {
  const { min, max } = args.clamp;
  return mapFloat32(args, (x) => Math.min(Math.max(x, min), max));
}

/**
 * Int8 clamp. A dynamic output keeps the parameters of the input: its codes are clamped. TensorFlow
 * Lite Micro's RELU6 does so between static parameters too, whatever those of the output are, and
 * therefore so does the clamp to [0, 6] of profile `tflm`.
 */
export function clampInt8(
  { rounding = "tflm", ...args }: UnaryInt8 & { clamp: ClampRange },
): Run {
  const { clamp, x, y } = args;
  const keepsCodes = rounding === "tflm" && clamp.min === 0 && clamp.max === 6 &&
    x.kind === "static" && y.kind === "static";
  return mapCodes({
    ...args,
    fill: (input, output, options) =>
      clampTable(input, keepsCodes ? input : output, { clamp, ...options }),
    choose: (input) => input,
  });
}
