import type { BoundShape } from "../../tensor/mod.ts";
import { type CodedConstant, symmetricChannels } from "./codes.ts";
import type { ConstantOperand } from "./operand.ts";

/** What a derived constant is made of, and how. */
export interface DerivedForm {
  /** Its name among the forms of the constant. */
  readonly form: string;
  readonly shape: BoundShape;
  readonly derive: (data: Float32Array) => Float32Array;
  /**
   * Says that elements are only moved, those along axis `from` to axis `to`: of dequantized integers
   * of that dtype, it is they that are moved.
   */
  readonly channels?: {
    readonly dtype: "int8" | "int32";
    readonly from: number;
    readonly to: number;
  };
}

/** The integers behind a constant, where they can take its form: weights with symmetric channels. */
export function integersBehind(
  { constant, coded }: ConstantOperand,
  { channels }: DerivedForm,
): CodedConstant | undefined {
  if (coded === undefined || channels === undefined) return undefined;
  // Whole numbers to 2^24 are exact in float32, so that positions can be moved like elements.
  if (coded.codes.length > 2 ** 24) return undefined;
  if (coded.axis !== undefined && coded.axis !== channels.from) return undefined;
  const dtype = coded.codes instanceof Int8Array ? "int8" : "int32";
  if (dtype !== channels.dtype) return undefined;
  return dtype === "int8" ? symmetricChannels(coded, constant.shape as BoundShape) : coded;
}

/** Integers in a derived form. */
export function moveIntegers(
  coded: CodedConstant,
  { derive, channels }: DerivedForm,
): CodedConstant {
  const { codes } = coded;
  const positions = derive(Float32Array.from(codes, (_, i) => i));
  const moved = codes instanceof Int8Array
    ? Int8Array.from(positions, (at) => codes[at]!)
    : Int32Array.from(positions, (at) => codes[at]!);
  const axis = coded.axis === undefined ? {} : { axis: channels!.to };
  return { ...coded, ...axis, codes: moved };
}
