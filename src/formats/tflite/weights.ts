/** Weights and biases of convolutions and fully connected layers. */
import { codeMax, codeMin } from "../../affine/mod.ts";
import { biasLimit, ensure, type Op, unquantized } from "../../graph/mod.ts";
import { type BoundShape, elementCount, formatShape, tensor } from "../../tensor/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import { codesOf, floatsOf, integersOf, realsOf } from "./elements.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand, ConstantOperand, GraphOperand } from "./operand.ts";
import { checkMultiplier, scaleOf } from "./multiplier.ts";
import { weightQuantization } from "./types.ts";

/** How the weights of an operator lie in the file and in the Graph. */
export interface WeightLayout {
  /** Shape in the Graph, with as many elements. */
  readonly shape: BoundShape;
  /** Axis of the output channels in the file. */
  readonly axis: number;
  /** The same axis in the Graph. */
  readonly graphAxis: number;
}

/** The weights, input 1; `rank` axes are required. */
export function weightsOf(node: NodeReader, rank: number): ConstantOperand {
  const weights = node.constant(1, "weights");
  ensure(
    weights.shape.length === rank,
    () => `weights must have ${rank} axes, got ${formatShape(weights.shape)}`,
  );
  return weights;
}

/**
 * Writes an operator with weights and an optional bias, inputs 1 and 2. A float32 input needs
 * float32 weights; INT8 ones (hybrid operators) become the reals that they stand for. An int8 input
 * needs INT8 weights and an INT32 bias.
 */
export function emitWeighted(
  node: NodeReader,
  graph: GraphBuilder,
  { op, x, layout }: {
    readonly op: Op;
    readonly x: ActivationOperand;
    readonly layout: WeightLayout;
  },
): ActivationOperand {
  const weights = node.constant(1, "weights");
  const bias = node.optionalConstant(2, "bias");
  const inputs = x.type.dtype === "float32"
    ? floatConstants(graph, { weights, bias, layout })
    : int8Constants(node, graph, { x, weights, bias, layout });
  return graph.emit(node, op, { inputs: [x, ...inputs] });
}

interface Constants {
  readonly weights: ConstantOperand;
  readonly bias: ConstantOperand | undefined;
  readonly layout: WeightLayout;
}

const float32 = { dtype: "float32", quantization: unquantized } as const;

function floatConstants(
  graph: GraphBuilder,
  { weights, bias, layout: { shape } }: Constants,
): readonly GraphOperand[] {
  const { elementType } = weights;
  ensure(
    elementType === "FLOAT32" || elementType === "INT8",
    () => `weights of a float32 input must be FLOAT32 or INT8, got ${elementType}`,
  );
  const stored = graph.constant(weights.name, {
    form: `float32 ${shape.join()}`,
    elements: elementCount(shape),
    make: () => ({
      format: float32,
      tensor: tensor("float32", shape, realsOf(weights, "weights")),
    }),
  });
  if (bias === undefined) return [stored];
  return [
    stored,
    graph.constant(bias.name, {
      form: "bias",
      elements: elementCount(bias.shape),
      make: () => ({
        format: float32,
        tensor: tensor("float32", bias.shape, floatsOf(bias, "the bias of a float32 input")),
      }),
    }),
  ];
}

function int8Constants(
  node: NodeReader,
  graph: GraphBuilder,
  { x, weights, bias, layout }: Constants & { readonly x: ActivationOperand },
): readonly GraphOperand[] {
  const { shape, axis, graphAxis } = layout;
  const channels = shape[graphAxis]!;
  const stored = graph.constant(weights.name, {
    form: `int8 ${shape.join()} ${graphAxis}`,
    elements: elementCount(shape),
    make: () => {
      const codes = codesOf(weights, "weights of an int8 input");
      checkAccumulators(codes, { channels, graphAxis });
      const quantization = weightQuantization(weights.quantization, { axis, graphAxis, channels });
      return { format: { dtype: "int8", quantization }, tensor: tensor("int8", shape, codes) };
    },
  });
  checkMultipliers(node, x, stored);
  if (bias === undefined) return [stored];
  return [
    stored,
    graph.constant(bias.name, {
      form: "bias",
      elements: elementCount(bias.shape),
      make: () => {
        const codes = integersOf(bias, "the bias of an int8 input");
        checkBias(codes);
        return {
          format: { dtype: "int32", quantization: unquantized },
          tensor: tensor("int32", bias.shape, codes),
        };
      },
    }),
  ];
}

/** `s_in * s_w[c] / s_out` of every channel must have a fixed-point form. */
function checkMultipliers(node: NodeReader, x: ActivationOperand, weights: GraphOperand): void {
  const { quantization } = node.outputFormat();
  const weightScales = weights.type.quantization;
  if (quantization.kind !== "static" || weightScales.kind !== "static") return;
  const largest = weightScales.granularity === "per-tensor"
    ? weightScales.parameters.scale
    : weightScales.scales.reduce((a, b) => Math.max(a, b), 0);
  checkMultiplier(scaleOf(x.type) * largest / scaleOf({ quantization }));
}

/**
 * Requires that no accumulator can come near the end of int32, whatever the input: the sum of the
 * magnitudes of a channel's weights times the longest distance from a zero point.
 */
function checkAccumulators(
  codes: Int8Array,
  { channels, graphAxis }: { readonly channels: number; readonly graphAxis: number },
): void {
  const inner = codes.length / channels;
  const magnitude = new Float64Array(channels);
  for (let i = 0; i < codes.length; i++) {
    const channel = graphAxis === 0 ? Math.floor(i / inner) : i % channels;
    magnitude[channel]! += Math.abs(codes[i]!);
  }
  const worst = magnitude.reduce((a, b) => Math.max(a, b), 0) * (codeMax - codeMin);
  ensure(
    worst < biasLimit,
    () =>
      "an accumulator must stay below 2^30 before its bias, the weights of one channel could " +
      `reach ${worst}`,
  );
}

function checkBias(codes: Int32Array): void {
  const wrong = codes.find((code) => Math.abs(code) > biasLimit);
  ensure(wrong === undefined, () => `an int32 bias must be in [-2^30, 2^30], got ${wrong}`);
}
