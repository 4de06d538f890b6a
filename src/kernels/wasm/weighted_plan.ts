import { codeMax, codeMin, codeRange } from "../../affine/mod.ts";
import type { ClampRange, Int8Buffer, WeightedInt8, WeightedOutput } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import type { Operands } from "./modules.ts";
import { planBytes, type PlanValues, writePlan } from "./plan.ts";

/** Rows that a kernel makes accumulators of before it finishes them (`assembly/finish.ts`). */
export const chunkRows = 48;

/** Elements that arrays by channel have to spare: a panel of channels reads past their end. */
const spareChannels = 16;
/** Bytes of requantization constants for an element (`assembly/requantize_table.ts`). */
const tableBytesPerElement = 336 / 16;
const kinds = { static: 0, derived: 1, dynamic: 2, float32: 3 } as const;

/** The operands of an op: a zero point of the weights does not fit the dot product of bytes. */
export function operandsOf(
  memory: WasmMemory,
  { weights }: Pick<WeightedInt8<unknown>, "weights">,
): Operands {
  return weights.zeroPoint === 0 ? memory.operands : { bytes: 2, offset: 0 };
}

/** What an op knows of itself beyond its input and its output. */
export interface OpSizes {
  readonly xPerSample: number;
  readonly channels: number;
  /** Output positions a sample: outputs over channels. */
  readonly positions: number;
  /** Positions that the op finishes together. */
  readonly chunk: number;
  /** Bytes of the packed input. */
  readonly packedBytes: number;
  readonly operands: Operands;
  /** Sums of the packed weights by channel. */
  readonly weightSums: Int32Array;
}

/**
 * Writes the plan of a weighted op, allocates what it needs at run time, and derives what is fixed.
 * Returns its address.
 */
export function bindPlan(
  memory: WasmMemory,
  { args: { x, weights, output }, sizes, values }: {
    readonly args: Pick<WeightedInt8<unknown>, "x" | "weights" | "output">;
    readonly sizes: OpSizes;
    readonly values: PlanValues;
  },
): number {
  const { channels, positions, operands } = sizes;
  const zeros = (length: number) => memory.allocate("int32", length).byteOffset;
  // A static fully connected layer finishes the rows of several samples together.
  const together = output.kind === "static" ? Math.max(positions, sizes.chunk) : positions;
  const period = periodOf(channels, together * channels);
  const byChannel = () => zeros(period + spareChannels);
  const repeated = (dtype: "float32" | "int32", values: ArrayLike<number>) => {
    const array = memory.allocate(dtype, period + spareChannels);
    for (let i = 0; i < period; i++) array[i] = values[i % channels]!;
    return array.byteOffset;
  };
  const staged = output.kind === "dynamic" ? Math.max(positions, sizes.chunk) : sizes.chunk;
  const fixed = output.kind === "static" ? output.multipliers : undefined;
  const { bias } = output;
  const scanned = () => output.kind === "dynamic" ? byChannel() : 0;
  const plan = memory.allocate("int8", planBytes);
  const all: PlanValues = {
    ...inputValues(x),
    ...outputValues(output),
    ...values,
    bias: bias ? repeated(fixed ? "int32" : "float32", bias) : byChannel(),
    multipliers: fixed ? repeated("int32", fixed.map(({ multiplier }) => multiplier)) : byChannel(),
    shifts: fixed ? repeated("int32", fixed.map(({ shift }) => shift)) : byChannel(),
    xPerSample: sizes.xPerSample,
    operandBytes: operands.bytes,
    operandOffset: operands.offset,
    weightSums: repeated("int32", sizes.weightSums),
    weightScales: repeated("float32", weights.scales),
    channels,
    positions,
    period,
    packed: memory.scratch("packed", sizes.packedBytes + 64),
    accumulators: memory.scratch("accumulators", 4 * staged * channels + 64),
    start: byChannel(),
    zeros: byChannel(),
    units: byChannel(),
    table: memory.allocate("int8", period * tableBytesPerElement).byteOffset,
    lows: scanned(),
    highs: scanned(),
    mins: scanned(),
    maxs: scanned(),
  };
  writePlan(new DataView(plan.buffer, plan.byteOffset, planBytes), all);
  memory.exports.prepareStatic(plan.byteOffset);
  return plan.byteOffset;
}

/** A copy of int32 values in the memory: its address. */
export function placed(memory: WasmMemory, values: ArrayLike<number>): number {
  const array = memory.allocate("int32", values.length);
  array.set(values);
  return array.byteOffset;
}

/** Elements after which an array that repeats by channel and is read 16 at a time begins again. */
export function repeatedChannels(channels: number): number {
  let common = 16;
  while (channels % common !== 0) common /= 2;
  return channels * 16 / common;
}

/** The elements of such an array: those of one repetition, or of an output where it has fewer. */
function periodOf(channels: number, elements: number): number {
  return Math.min(repeatedChannels(channels), Math.ceil(elements / 16) * 16);
}

function inputValues(x: Int8Buffer): PlanValues {
  return x.kind === "static"
    ? { x: x.data.byteOffset, xScale: x.scale, xZeroPoint: x.zeroPoint }
    : {
      x: x.data.byteOffset,
      xDynamic: 1,
      xScales: x.scales.byteOffset,
      xZeroPoints: x.zeroPoints.byteOffset,
    };
}

function outputValues(output: WeightedOutput): PlanValues {
  const common = { kind: kinds[output.kind], y: output.y.data.byteOffset };
  switch (output.kind) {
    case "static":
      return {
        ...common,
        yZeroPoint: output.y.zeroPoint,
        codeMin: output.codes.min,
        codeMax: output.codes.max,
      };
    case "derived": {
      const codes = codeRange(output.clamp, output.y);
      return {
        ...common,
        yScale: output.y.scale,
        yZeroPoint: output.y.zeroPoint,
        codeMin: codes.min,
        codeMax: codes.max,
      };
    }
    case "dynamic":
      return {
        ...common,
        yScales: output.y.scales.byteOffset,
        yZeroPoints: output.y.zeroPoints.byteOffset,
        scaleFloor: output.y.scaleFloor,
        clampMin: output.clamp.min,
        clampMax: output.clamp.max,
        bounds: boundsOf(output.clamp),
        codeMin,
        codeMax,
      };
    case "float32":
      return {
        ...common,
        clampMin: output.clamp.min,
        clampMax: output.clamp.max,
        bounds: boundsOf(output.clamp),
      };
  }
}

/** Which of `unbounded`, `bounded` and `oddlyBounded` in `assembly/plan.ts` a clamp is. */
function boundsOf({ min, max }: ClampRange): number {
  if (min === -Infinity && max === Infinity) return 0;
  const odd = Number.isNaN(min) || Number.isNaN(max) || Object.is(min, -0) || max === 0;
  return odd ? 2 : 1;
}
