import type { ClampRange, Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { clampTable } from "../common/clamp_table.ts";
import { mapCodes } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 clamp: at least min, then at most max. NaN stays NaN. */
export function clampFloat32(args: Unary<Float32Array> & { clamp: ClampRange }): Run {
  const { min, max } = args.clamp;
  return mapFloat32(args, (x) => Math.min(Math.max(x, min), max));
}

/** Int8 clamp. A dynamic output keeps the parameters of the input: its codes are clamped. */
export function clampInt8(args: Unary<Int8Buffer> & { clamp: ClampRange }): Run {
  const { clamp } = args;
  return mapCodes({
    ...args,
    fill: (input, output, options) => clampTable(input, output, { clamp, ...options }),
    choose: (input) => input,
  });
}
