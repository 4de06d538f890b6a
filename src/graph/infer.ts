import type { Shape } from "../tensor/mod.ts";
import {
  inferBroadcast,
  inferElementwise,
  inferHardSigmoid,
  inferLeakyRelu,
  inferMean,
  inferSoftmax,
  inferUnaryClamp,
} from "./infer/elementwise.ts";
import { inferFullyConnected, inferMatmul } from "./infer/matrix.ts";
import { inferConcat, inferPad, inferReshape, inferTranspose } from "./infer/movement.ts";
import { inferConv2d, inferDepthwiseConv2d, inferPool } from "./infer/window.ts";
import { checkShape } from "./limits.ts";
import type { Op, OpKind, OpOf } from "./op.ts";
import { attempting, ensure } from "./rule.ts";

type InferTable = {
  readonly [K in OpKind]: (op: OpOf<K>, inputs: readonly Shape[]) => Shape;
};

const rules: InferTable = {
  conv2d: inferConv2d,
  depthwiseConv2d: inferDepthwiseConv2d,
  fullyConnected: inferFullyConnected,
  matmul: inferMatmul,
  add: inferBroadcast,
  sub: inferBroadcast,
  mul: inferBroadcast,
  clamp: inferUnaryClamp,
  leakyRelu: inferLeakyRelu,
  sigmoid: inferElementwise,
  tanh: inferElementwise,
  hardSigmoid: inferHardSigmoid,
  hardSwish: inferElementwise,
  softmax: inferSoftmax,
  maxPool2d: inferPool,
  averagePool2d: inferPool,
  mean: inferMean,
  reshape: inferReshape,
  transpose: inferTranspose,
  concat: inferConcat,
  pad: inferPad,
  quantize: inferElementwise,
  dequantize: inferElementwise,
  requantize: inferElementwise,
};

/** Fewest and most inputs of each operator. */
const arities: { readonly [K in OpKind]: readonly [number, number] } = {
  conv2d: [2, 3],
  depthwiseConv2d: [2, 3],
  fullyConnected: [2, 3],
  matmul: [2, 2],
  add: [2, 2],
  sub: [2, 2],
  mul: [2, 2],
  clamp: [1, 1],
  leakyRelu: [1, 1],
  sigmoid: [1, 1],
  tanh: [1, 1],
  hardSigmoid: [1, 1],
  hardSwish: [1, 1],
  softmax: [1, 1],
  maxPool2d: [1, 1],
  averagePool2d: [1, 1],
  mean: [1, 1],
  reshape: [1, 1],
  transpose: [1, 1],
  concat: [1, Infinity],
  pad: [1, 1],
  quantize: [1, 1],
  dequantize: [1, 1],
  requantize: [1, 1],
};

/**
 * The shape of an operator's output from the shapes of its inputs, activations and constants in the
 * order that {@linkcode Op} lists. Checks the operator's attributes on the way.
 *
 * @throws {ModelError} When the inputs do not fit the operator, an attribute is not legal, the batch
 * would leave the leading dimension, or the output is too large.
 *
 * @example
 * ```ts
 * import { inferShape } from "./infer.ts";
 * import { noClamp } from "./op.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const op = { kind: "fullyConnected", clamp: noClamp } as const;
 * assertEquals(inferShape(op, [["batch", 784], [10, 784], [10]]), ["batch", 10]);
 * ```
 */
export function inferShape(op: Op, inputs: readonly Shape[]): Shape {
  return attempting(`Cannot infer the shape of ${op.kind}`, () => {
    const [fewest, most] = arities[op.kind];
    ensure(
      inputs.length >= fewest && inputs.length <= most,
      () =>
        `it takes ${
          fewest === most ? fewest : `${fewest} to ${most}`
        } inputs, got ${inputs.length}`,
    );
    const infer = rules[op.kind] as (op: Op, inputs: readonly Shape[]) => Shape;
    return checkShape(infer(op, inputs));
  });
}
