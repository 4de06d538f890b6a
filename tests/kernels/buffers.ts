import { type AffineParameters, makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import type { DynamicInt8, Int8Buffer, KernelMemory, StaticInt8 } from "../../src/kernels/mod.ts";
import type { TypedArrays } from "../../src/tensor/mod.ts";
import type { Parameters } from "./oracle/arithmetic.ts";

/** Fills buffers before a run: what no kernel writes must still hold it afterwards. */
export const untouched = 77;

/** Int8 test data: codes of all samples and their parameters; static where there is one set of them. */
export interface Activation {
  readonly kind: Int8Buffer["kind"];
  readonly codes: Int8Array;
  /** One for each sample, or one for all where the kind is static. */
  readonly parameters: readonly Parameters[];
}

/** The parameters of a sample of an activation. */
export function parametersIn({ parameters }: Activation, sample: number): Parameters {
  return parameters[parameters.length === 1 ? 0 : sample]!;
}

/** Checked parameters. */
export function affine({ scale, zeroPoint }: Parameters): AffineParameters {
  return { scale: makeScale(scale), zeroPoint: makeZeroPoint(zeroPoint) };
}

/** A copy of `data` in the memory of a kernel set. */
export function placed<D extends "float32" | "int8" | "int32">(
  memory: KernelMemory,
  dtype: D,
  data: ArrayLike<number>,
): TypedArrays[D] {
  const array = memory.allocate(dtype, data.length);
  (array as Float32Array | Int8Array | Int32Array).set(data);
  return array;
}

/** An input buffer that holds an activation. */
export function inputBuffer(memory: KernelMemory, activation: Activation): Int8Buffer {
  const data = placed(memory, "int8", activation.codes);
  const { parameters } = activation;
  if (activation.kind === "static") return { kind: "static", data, ...affine(parameters[0]!) };
  return {
    kind: "dynamic",
    data,
    scales: placed(memory, "float32", parameters.map(({ scale }) => scale)),
    zeroPoints: placed(memory, "int32", parameters.map(({ zeroPoint }) => zeroPoint)),
    scaleFloor: 0,
  };
}

/** A static int8 output of `length` elements a sample, for one sample more than runs. */
export function staticOutput(
  memory: KernelMemory,
  length: number,
  { samples, parameters }: { readonly samples: number; readonly parameters: Parameters },
): StaticInt8 {
  const data = memory.allocate("int8", length * (samples + 1)).fill(untouched);
  return { kind: "static", data, ...affine(parameters) };
}

/** A dynamic int8 output of `length` elements a sample, for one sample more than runs. */
export function dynamicOutput(
  memory: KernelMemory,
  length: number,
  { samples, scaleFloor }: { readonly samples: number; readonly scaleFloor: number },
): DynamicInt8 {
  return {
    kind: "dynamic",
    data: memory.allocate("int8", length * (samples + 1)).fill(untouched),
    scales: memory.allocate("float32", samples + 1).fill(untouched),
    zeroPoints: memory.allocate("int32", samples + 1).fill(untouched),
    scaleFloor,
  };
}

/** What an int8 output is to be: fixed parameters, or found with a least scale. */
export type OutputKind =
  | { readonly kind: "static"; readonly parameters: Parameters }
  | { readonly kind: "dynamic"; readonly scaleFloor: number };

/** An int8 output of either kind. */
export function int8Output(
  memory: KernelMemory,
  length: number,
  { samples, output }: { readonly samples: number; readonly output: OutputKind },
): Int8Buffer {
  return output.kind === "static"
    ? staticOutput(memory, length, { samples, ...output })
    : dynamicOutput(memory, length, { samples, ...output });
}

/** A float32 output array of `length` elements for one sample more than runs. */
export function outputFloats(memory: KernelMemory, length: number, samples: number): Float32Array {
  return memory.allocate("float32", length * (samples + 1)).fill(untouched);
}
