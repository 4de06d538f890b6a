import type { Int8Buffer, Run, Unary } from "../kernel_set.ts";
import { requantizeTable } from "../common/requantize_table.ts";
import { mapCodes, parametersOfImage, scaleFloorOf } from "./map_codes.ts";

/**
 * The same values in other parameters: `y = clamp(D(x - z_in, s_in / s_out) + z_out)`. A dynamic
 * output takes the range of the codes present.
 */
export function requantizeInt8(args: Unary<Int8Buffer>): Run {
  const fixed = args.x.kind === "static" && args.y.kind === "static";
  const scaleFloor = scaleFloorOf(args.y);
  return mapCodes({
    ...args,
    fill: (input, output, options) => {
      const exact = input.scale / output.scale;
      const ratio = fixed ? exact : Math.fround(exact);
      requantizeTable(input, output, { ratio, ...options });
    },
    choose: (input, present) =>
      parametersOfImage(input, present, { f: (real) => real, scaleFloor }),
  });
}
