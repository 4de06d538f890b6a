/** Models of one operator, for the tests of how each is read. */
import { readTflite, type ReadTfliteOptions } from "../../../src/formats/mod.ts";
import type { Graph } from "../../../src/graph/mod.ts";
import { modelBytes, type TestField, type TestModel, type TestTensor } from "./model_bytes.ts";

/** Codes of the operators that tests write. */
export const codes = {
  ADD: 0,
  AVERAGE_POOL_2D: 1,
  CONCATENATION: 2,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  DEQUANTIZE: 6,
  FULLY_CONNECTED: 9,
  LOGISTIC: 14,
  MAX_POOL_2D: 17,
  MUL: 18,
  RELU: 19,
  RESHAPE: 22,
  SOFTMAX: 25,
  TANH: 28,
  PAD: 34,
  TRANSPOSE: 39,
  MEAN: 40,
  SUB: 41,
  SQUEEZE: 43,
  UNIDIRECTIONAL_SEQUENCE_LSTM: 44,
  LEAKY_RELU: 98,
  QUANTIZE: 114,
  HARD_SWISH: 117,
  CUSTOM: 32,
} as const;

/** One operator whose inputs are `tensors` in order (the first is the model's), its output last. */
export interface OneOperator {
  readonly kind: keyof typeof codes;
  readonly tensors: readonly TestTensor[];
  readonly output?: TestTensor;
  readonly optionsType?: number;
  readonly options?: readonly TestField[];
  /** Inputs by tensor, where they are not all tensors in order. */
  readonly inputs?: readonly number[];
  readonly model?: Partial<TestModel>;
}

/** The bytes of the model. */
export function operatorBytes(
  { kind, tensors, output, optionsType, options, inputs, model }: OneOperator,
): Uint8Array {
  const all = [...tensors, { name: "y", shape: [], ...output }];
  return modelBytes({
    tensors: all,
    operators: [{
      code: codes[kind],
      inputs: inputs ?? tensors.map((_, i) => i),
      outputs: [all.length - 1],
      ...(optionsType !== undefined && { optionsType }),
      ...(options && { options }),
    }],
    ...model,
  });
}

/** The model as it is read. */
export function readOperator(operator: OneOperator, options: ReadTfliteOptions = {}): Graph {
  return readTflite(operatorBytes(operator), options);
}

/** A batched activation: open leading size. */
export function batched(name: string, ...sizes: readonly number[]): TestTensor {
  return { name, shape: [1, ...sizes], signature: [-1, ...sizes] };
}

/** The same as int8 with one scale. */
export function int8(tensor: TestTensor, scale = 0.5, zeroPoint = 3): TestTensor {
  return { ...tensor, type: "INT8", scales: [scale], zeroPoints: [zeroPoint] };
}

/** A list of INT32. */
export function list(name: string, ...values: readonly number[]): TestTensor {
  return { name, type: "INT32", shape: [values.length], data: values };
}

/** A float32 constant of elements 1, 2, 3, ... */
export function counting(name: string, ...shape: readonly number[]): TestTensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { name, shape, data: Array.from({ length }, (_, i) => i + 1) };
}

/** Int8 weights of codes 1, 2, 3, ... with one scale. */
export function int8Weights(name: string, ...shape: readonly number[]): TestTensor {
  return { ...counting(name, ...shape), type: "INT8", scales: [0.25], zeroPoints: [0] };
}
