import { attempting, ensure, type Graph, type Port, verifyGraph } from "../../../graph/mod.ts";
import type { CodeType } from "./constant_writer.ts";
import { GraphWriter } from "./graph_writer.ts";
import { encodeModel, type OnnxPort } from "./model_bytes.ts";
import { writeNode } from "./operators.ts";

/** How an ONNX file is written. */
export interface WriteOnnxOptions {
  /**
   * Codes of activations with fixed parameters: int8 as in the Graph, or uint8 with codes and zero
   * points 128 higher, which stand for the same reals. On x86 onnxruntime turns int8 into uint8 itself,
   * but not where several nodes read a value, and then leaves these nodes in float32 unless the session
   * option `session.qdqisint8allowed` is 1; uint8 needs no option.
   * @default {"int8"}
   */
  readonly codes?: CodeType;
}

/**
 * Writes a Graph as an ONNX model: operator set 17 (19 for a dilated average pool), the same bytes for
 * the same graph. Inputs and outputs keep names, order and axis order; images are [N, C, H, W] inside.
 *
 * - **float32** plain operators.
 * - **int8 with fixed parameters** (`static`): QDQ. Each activation is a QuantizeLinear and a
 *   DequantizeLinear with the Graph's own scale and zero point; weights are int8 through a
 *   DequantizeLinear along the output channels, biases int32 with scale `s_in * s_w[c]`. A fused
 *   activation is left out where the lowest and highest code of the output already are its bounds.
 *   onnxruntime fuses this to QLinearConv and the like. It rounds a float32 product half to even where
 *   the Graph's integers go through a fixed-point multiplier, so that some codes differ by one.
 * - **int8 with parameters found at run time** (`hybrid`, `dynamic`, the input of `dynamic-input`):
 *   DynamicQuantizeLinear, then ConvInteger or MatMulInteger, Cast, Mul, Add. ONNX has no operator
 *   that stages accumulators as integers, so what differs from a Session is: activations between
 *   layers are float32, the input of each weighted layer is quantized where it is read, to uint8, half
 *   to even, with one range for the whole batch. Products of two such values are float32. Run it with
 *   a batch of one where ranges matter.
 * - **int8 weights alone** (`weight-only`): DequantizeLinear of the weights.
 *
 * @throws {ModelError} When the graph breaks a rule or has a port that ONNX files of ptqbench do not
 * have: names the port, the rule and the value.
 *
 * @example
 * ```ts
 * import { readOnnx } from "../read.ts";
 * import { writeOnnx } from "./write.ts";
 * import { unquantized } from "../../../graph/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 3], quantization: unquantized } as const;
 * const bytes = writeOnnx({
 *   name: "relu",
 *   inputs: [{ name: "x", dtype: "float32", shape: ["batch", 3] }],
 *   outputs: [{ name: "y", dtype: "float32", shape: ["batch", 3] }],
 *   values: new Map([["x", { name: "x", type }], ["y", { name: "y", type }]]),
 *   nodes: [{
 *     name: "relu",
 *     op: { kind: "clamp", clamp: { min: 0, max: Infinity } },
 *     inputs: ["x"],
 *     output: "y",
 *   }],
 * });
 * assertEquals(readOnnx(bytes).nodes[0]?.op.kind, "clamp");
 * ```
 */
export function writeOnnx(
  graph: Graph,
  { codes = "int8" }: WriteOnnxOptions = {},
): Uint8Array<ArrayBuffer> {
  verifyGraph(graph);
  const dilated = graph.nodes.some(({ op }) =>
    op.kind === "averagePool2d" && op.dilations.some((dilation) => dilation > 1)
  );
  const opset = dilated ? 19 : 17;
  const writer = new GraphWriter(graph, { opset, codes });
  const inputs = graph.inputs.map((port) => portOf("input", port, codes));
  for (const { name } of inputs) writer.input(name);
  for (const node of graph.nodes) {
    attempting(
      `Cannot write node "${node.name}" (${node.op.kind})`,
      () => writeNode(writer, node),
    );
  }
  const outputs = graph.outputs.map((port) => portOf("output", port, codes));
  for (const { name } of outputs) writer.output(name);
  const { nodes, initializers } = writer.onnx;
  return encodeModel({ name: graph.name, opset, inputs, outputs, nodes, initializers });
}

function portOf(what: string, { name, dtype, shape }: Port, codes: CodeType): OnnxPort {
  return attempting(`Cannot write ${what} "${name}"`, () => {
    ensure(
      dtype === "float32" || dtype === codes,
      () =>
        `it must be float32, or ${codes} as the codes of the file, got ${dtype}` +
        (dtype === "int8" || dtype === "uint8" ? `; write it with codes ${dtype}` : ""),
    );
    return { name, elementType: dtype, shape };
  });
}
