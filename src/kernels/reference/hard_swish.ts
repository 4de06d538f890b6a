import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { hardSwishFloat32 as hardSwishOf } from "../common/hard_swish_float32.ts";
import { hardSwishScaleFloor, hardSwishTable } from "../common/hard_swish_table.ts";
import { mapCodes, parametersOfImage, scaleFloorOf } from "./map_codes.ts";
import { mapFloat32 } from "./map_float32.ts";

/** Float32 hard swish: `x * clamp(x / 6 + 1/2, 0, 1)`. */
export function hardSwishFloat32(args: Unary<Float32Array>): Run {
  return mapFloat32(args, hardSwishOf);
}

/**
 * Int8 hard swish. A dynamic output takes the range of the function over the codes present, its
 * scale not below `s_in / 128`.
 */
export function hardSwishInt8(args: Unary<Int8Buffer>): Run {
  const floor = scaleFloorOf(args.y);
  return mapCodes({
    ...args,
    fill: hardSwishTable,
    choose: (input, present) => {
      const scaleFloor = Math.max(floor, hardSwishScaleFloor(input));
      return parametersOfImage(input, present, { f: hardSwishOf, scaleFloor });
    },
  });
}
