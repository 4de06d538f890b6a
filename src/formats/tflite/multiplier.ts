import { ensure, type ValueType } from "../../graph/mod.ts";

/** From here on a real multiplier has no fixed-point form. */
const multiplierLimit = 2 ** 30;

/** The one scale of an int8 activation. */
export function scaleOf({ quantization }: Pick<ValueType, "quantization">): number {
  ensure(
    quantization.kind === "static" && quantization.granularity === "per-tensor",
    () => "its operands must be int8 with one scale, got float32",
  );
  return quantization.parameters.scale;
}

/** Requires that a ratio of scales has a fixed-point form. */
export function checkMultiplier(value: number): void {
  ensure(
    value < multiplierLimit,
    () => `the ratio of its scales must be below 2^30, got ${value}`,
  );
}
