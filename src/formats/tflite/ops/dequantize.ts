import { ensure } from "../../../graph/mod.ts";
import { elementCount } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { realsOf } from "../elements.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** DEQUANTIZE: codes to float32. That of a constant, FLOAT16 too, is folded. */
export function readDequantize(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const { elementType } = node.outputTensor;
  ensure(elementType === "FLOAT32", () => `its output must be FLOAT32, got ${elementType}`);
  const x = node.input(0, "the input");
  if (x.kind === "activation") return graph.emit(node, { kind: "dequantize" }, { inputs: [x] });
  graph.spend(elementCount(x.shape));
  const reals = realsOf(x, "the input");
  return {
    kind: "constant",
    name: node.output,
    elementType: "FLOAT32",
    shape: x.shape,
    data: new Uint8Array(reals.buffer, reals.byteOffset, reals.byteLength),
    quantization: undefined,
  };
}
