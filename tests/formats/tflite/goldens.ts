/** The fixtures of the TensorFlow Lite tests: `tests/golden/tflite_models.py` makes them. */
import { type DType, type Tensor, tensor } from "../../../src/tensor/mod.ts";

/** A tensor as the generator writes it. */
export interface EncodedTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly base64: string;
}

/** A small model: its operators, and what the reference kernels of TensorFlow Lite make of inputs. */
export interface Golden {
  readonly operators: readonly string[];
  readonly input: EncodedTensor;
  readonly output: EncodedTensor;
}

/** The bytes of a fixture. */
export function fixture(name: string): Uint8Array {
  return Deno.readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

/** A JSON file of the fixtures. */
export function fixtureJson<T>(name: string): Readonly<Record<string, T>> {
  return JSON.parse(new TextDecoder().decode(fixture(name)));
}

export function decoded({ dtype, shape, base64 }: EncodedTensor): Tensor {
  const { buffer } = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  switch (dtype) {
    case "float32":
      return tensor(dtype, shape, new Float32Array(buffer));
    case "int8":
      return tensor(dtype, shape, new Int8Array(buffer));
    case "uint8":
      return tensor(dtype, shape, new Uint8Array(buffer));
    default:
      throw new Error(`Cannot decode a tensor: it must be float32, int8 or uint8, got ${dtype}`);
  }
}

/** How many elements of two tensors differ, and by how much at most. */
export function difference(
  actual: Tensor,
  expected: Tensor,
): { readonly count: number; readonly largest: number } {
  let count = 0;
  let largest = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const distance = Math.abs(actual.data[i]! - expected.data[i]!);
    if (distance !== 0) count++;
    largest = Math.max(largest, distance);
  }
  return { count, largest };
}
