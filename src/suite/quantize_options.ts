import { makeScale, makeZeroPoint } from "../affine/mod.ts";
import type { QuantizeOptions } from "../quantize/mod.ts";
import type { InputSettings } from "./inputs.ts";
import { byteInput } from "./schema.ts";

/** How the schemes of a suite treat the model's input: a sensor's bytes have parameters of their own. */
export function quantizeOptions(
  { input, preprocessing }: Pick<InputSettings, "input" | "preprocessing">,
): QuantizeOptions {
  const bytes = input === "bytes" ? byteInput(preprocessing) : undefined;
  if (bytes === undefined) return {};
  const { scale, zero } = bytes;
  return { inputParameters: { scale: makeScale(scale), zeroPoint: makeZeroPoint(zero - 128) } };
}
