import { ensure, noClamp } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { floatsOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ConstantOperand, Operand } from "../operand.ts";

/**
 * BatchNormalization in inference, x [N, C, ...]: `s = scale / sqrt(variance + epsilon)` and
 * `t = bias - s mean` in float64, each rounded to float32 once, then `s x + t` as a mul and an add.
 * The passes fold both into a convolution or fully connected layer in front.
 */
export function readBatchNormalization(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(5, 5);
  node.ignore("momentum");
  ensure(!node.flag("training_mode"), () => "training_mode must be 0, got 1");
  ensure(
    node.opset >= 14 || node.outputCount === 1,
    () => `it must have 1 output, got ${node.outputCount}, which means training`,
  );
  if (node.opset < 9) {
    ensure(node.integer("spatial") !== 0, () => "spatial must be 1, got 0");
  }
  const epsilon = node.float("epsilon") ?? Math.fround(1e-5);
  const x = node.activation(0, "the input");
  ensure(x.shape.length >= 2, () => `the input must have channels, got ${formatShape(x.shape)}`);
  const channels = x.shape[1] as number;
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => {
    const operand = node.constant(index, ["scale", "bias", "mean", "variance"][index - 1]!);
    const { shape } = operand.constant;
    ensure(
      shape.length === 1 && shape[0] === channels,
      () => `"${operand.name}" must have the shape [${channels}], got ${formatShape(shape)}`,
    );
    return { operand, data: floatsOf(operand.constant, `"${operand.name}"`) };
  }) as [Parameter, Parameter, Parameter, Parameter];

  graph.spend(2 * channels);
  const deviations = Array.from(variance.data, (v) => Math.sqrt(v + epsilon));
  const worst = deviations.find((deviation) => !(deviation > 0));
  ensure(worst === undefined, () => "variance + epsilon must be positive, got one that is not");
  const factors = Array.from(scale.data, (gamma, c) => gamma / deviations[c]!);
  const terms = factors.map((factor, c) => bias.data[c]! - factor * mean.data[c]!);

  // Constants [C, 1, ...] broadcast along the second axis.
  const shape = [channels, ...x.shape.slice(2).map(() => 1)];
  const constant = (source: Parameter, values: readonly number[]): Operand => ({
    kind: "constant",
    name: graph.freshName(`${source.operand.name}:folded`),
    constant: { elementType: "float32", shape, data: Float32Array.from(values) },
  });
  const product = graph.emit(node, { kind: "mul", clamp: noClamp }, {
    inputs: [x, constant(scale, factors)],
    role: "scaled",
  });
  const inputs = [product, constant(bias, terms)];
  return graph.emit(node, { kind: "add", clamp: noClamp }, { inputs });
}

interface Parameter {
  readonly operand: ConstantOperand;
  readonly data: Float32Array;
}
