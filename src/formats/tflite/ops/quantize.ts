import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** QUANTIZE: float32 to codes, or codes to codes with other parameters. */
export function readQuantize(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0);
  ensure(
    node.outputFormat().dtype === "int8",
    () => `its output must be INT8 or UINT8, got ${node.outputTensor.elementType}`,
  );
  const kind = x.type.dtype === "float32" ? "quantize" : "requantize";
  return graph.emit(node, { kind }, { inputs: [x] });
}
