/** What the file says about an operator: its code, and the number of its table of options (0: none). */
interface OperatorKindCodes {
  readonly code: number;
  readonly options: number;
}

/** The operators that are written. The numbers are those of TensorFlow Lite's schema. */
export const operatorKinds = {
  ADD: { code: 0, options: 11 },
  AVERAGE_POOL_2D: { code: 1, options: 5 },
  CONCATENATION: { code: 2, options: 10 },
  CONV_2D: { code: 3, options: 1 },
  DEPTHWISE_CONV_2D: { code: 4, options: 2 },
  DEQUANTIZE: { code: 6, options: 38 },
  FULLY_CONNECTED: { code: 9, options: 8 },
  LOGISTIC: { code: 14, options: 0 },
  MAX_POOL_2D: { code: 17, options: 5 },
  MUL: { code: 18, options: 21 },
  RELU: { code: 19, options: 0 },
  RELU_N1_TO_1: { code: 20, options: 0 },
  RELU6: { code: 21, options: 0 },
  RESHAPE: { code: 22, options: 17 },
  SOFTMAX: { code: 25, options: 9 },
  TANH: { code: 28, options: 0 },
  PAD: { code: 34, options: 22 },
  TRANSPOSE: { code: 39, options: 26 },
  MEAN: { code: 40, options: 27 },
  SUB: { code: 41, options: 28 },
  LEAKY_RELU: { code: 98, options: 75 },
  QUANTIZE: { code: 114, options: 89 },
  HARD_SWISH: { code: 117, options: 91 },
} as const satisfies Readonly<Record<string, OperatorKindCodes>>;

/** The name of an operator, as CONV_2D. */
export type OperatorKind = keyof typeof operatorKinds;
