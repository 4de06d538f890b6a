import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { AnyOperand } from "../operand.ts";

/**
 * DynamicQuantizeLinear: a quantize whose parameters are found at run time, for each sample, where
 * ONNX finds them for the whole batch; ties away from zero, where ONNX rounds them to even. Scale and
 * zero point have no value in the Graph: they go to the operators that read the codes.
 */
export function readDynamicQuantizeLinear(
  node: NodeReader,
  graph: GraphBuilder,
): readonly AnyOperand[] {
  node.checkInputs(1, 1);
  const x = node.activation(0, "the input");
  const codes = graph.emit(node, { kind: "quantize" }, {
    inputs: [x],
    output: {
      elementType: "uint8",
      quantization: { kind: "dynamic", granularity: "per-tensor" },
    },
  });
  const { source } = codes.codes!;
  const [, scale = "", zeroPoint = ""] = node.outputs;
  return [
    codes,
    { kind: "scale", name: scale, shape: [], source },
    { kind: "zeroPoint", name: zeroPoint, shape: [], source },
  ];
}
