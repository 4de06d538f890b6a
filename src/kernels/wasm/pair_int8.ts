import type { FixedPoint } from "../../affine/mod.ts";
import { addMultipliers } from "../common/add_multipliers.ts";
import { mulMultiplier } from "../common/mul_multiplier.ts";
import type { Elementwise, Int8Buffer, PairInt8, Run } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { placeUnitOutput } from "./unit_output.ts";
import { placeInts, placeRecord } from "./place.ts";

/** Int8 addition with broadcasting: see the reference. */
export function addInt8(args: Elementwise<Int8Buffer>): Run {
  const { a, b, y } = args;
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static"
    ? addMultipliers({ a: a.scale, b: b.scale, output: y.scale })
    : undefined;
  const plan = placePair(args, { multiplier: fixed?.output, inputs: fixed });
  const { addInt8 } = memoryOf(y.data).exports;
  return (samples) => addInt8(plan, samples);
}

/** Int8 multiplication with broadcasting: see the reference. */
export function mulInt8({ rounding = "tflm", ...args }: PairInt8): Run {
  const { a, b, y } = args;
  const multiplier = a.kind === "static" && b.kind === "static" && y.kind === "static"
    ? mulMultiplier({ a: a.scale, b: b.scale, output: y.scale }, rounding)
    : undefined;
  const plan = placePair(args, { multiplier });
  const { mulInt8 } = memoryOf(y.data).exports;
  return (samples) => mulInt8(plan, samples);
}

function placePair(
  { a, b, y, geometry, clamp }: Elementwise<Int8Buffer>,
  { multiplier, inputs }: {
    readonly multiplier: FixedPoint | undefined;
    readonly inputs?: { readonly a: FixedPoint; readonly b: FixedPoint } | undefined;
  },
): number {
  const memory = memoryOf(y.data);
  const { elements, aIndex, bIndex, aPerSample, bPerSample } = geometry;
  return placeRecord(memory, [
    placeRecord(memory, int8BufferFields(memory, a)),
    placeRecord(memory, int8BufferFields(memory, b)),
    placeUnitOutput(memory, { y, elements, clamp, multiplier }),
    aPerSample,
    bPerSample,
    aIndex ? placeInts(memory, aIndex) : 0,
    bIndex ? placeInts(memory, bIndex) : 0,
    elements,
    ...halvingFields(inputs?.a),
    ...halvingFields(inputs?.b),
  ]);
}

/** A multiplier of 1/2 or less: the kernel takes a shift of 0 for 1/2 alone. */
function halvingFields(of: FixedPoint | undefined): readonly number[] {
  if (of === undefined) return [0, 0];
  return [of.multiplier, of.multiplier === 0 ? -1 : of.shift];
}
