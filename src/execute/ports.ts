import type { Port } from "../graph/mod.ts";
import { bindBatch, elementsPerSample, isBatched, type Tensor, tensor } from "../tensor/mod.ts";
import type { ValueBuffer } from "./buffers.ts";

/** How much higher the codes of a uint8 input or output are than those of its int8 value. */
const uint8Offset = 128;

/** Puts an input of the model into the buffer of its value. */
export function writePort({ data }: ValueBuffer, input: Tensor): void {
  if (input.dtype === "uint8") {
    for (let i = 0; i < input.data.length; i++) data[i] = input.data[i]! - uint8Offset;
  } else data.set(input.data);
}

/** An output of the model, copied from the buffer of its value. */
export function readPort({ data }: ValueBuffer, port: Port, samples: number): Tensor {
  const { dtype, shape } = port;
  const elements = elementsPerSample(shape) * (isBatched(shape) ? samples : 1);
  const bound = bindBatch(shape, samples);
  const found = data.slice(0, elements);
  if (dtype === "uint8") {
    return tensor(dtype, bound, Uint8Array.from(found, (code) => code + uint8Offset));
  }
  if (dtype === "int32") return tensor(dtype, bound, Int32Array.from(found));
  return found instanceof Float32Array
    ? tensor("float32", bound, found)
    : tensor("int8", bound, found);
}
