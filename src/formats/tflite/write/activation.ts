import { codeRange } from "../../../affine/mod.ts";
import { type Clamp, ensure, noClamp, type ValueType } from "../../../graph/mod.ts";

/** A clamp that TensorFlow Lite has a name for: as a fused activation its number, alone an operator. */
export interface Activation {
  readonly name: "NONE" | "RELU" | "RELU6" | "RELU_N1_TO_1";
  /** As the option of another operator. */
  readonly number: number;
  readonly clamp: Clamp;
}

const activations: readonly Activation[] = [
  { name: "NONE", number: 0, clamp: noClamp },
  { name: "RELU", number: 1, clamp: { min: 0, max: Infinity } },
  { name: "RELU6", number: 3, clamp: { min: 0, max: 6 } },
  { name: "RELU_N1_TO_1", number: 2, clamp: { min: -1, max: 1 } },
];

/**
 * The activation that clamps an output of that type as `clamp` does: the same bounds, or of an int8
 * output bounds with the same codes. `least` is the first of the list that may be chosen.
 */
function chosen(clamp: Clamp, output: ValueType, least: number): Activation {
  const candidates = activations.slice(least);
  const found = candidates.find((activation) => sameBounds(activation.clamp, clamp)) ??
    candidates.find((activation) => sameCodes(activation.clamp, clamp, output));
  ensure(
    found !== undefined,
    () =>
      "a clamp must be that of RELU, RELU6 or RELU_N1_TO_1, or leave the same codes, got " +
      `[${clamp.min}, ${clamp.max}]`,
  );
  return found;
}

/** The fused activation of an operator with an output of that type. */
export function fusedActivation(clamp: Clamp, output: ValueType): Activation {
  return chosen(clamp, output, 0);
}

/** The operator that clamps to an output of that type; NONE is no operator. */
export function clampOperator(
  clamp: Clamp,
  output: ValueType,
): Exclude<Activation["name"], "NONE"> {
  return chosen(clamp, output, 1).name as Exclude<Activation["name"], "NONE">;
}

function sameBounds(a: Clamp, b: Clamp): boolean {
  return a.min === b.min && a.max === b.max;
}

function sameCodes(a: Clamp, b: Clamp, { quantization }: ValueType): boolean {
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") return false;
  return sameBounds(codeRange(a, quantization.parameters), codeRange(b, quantization.parameters));
}
