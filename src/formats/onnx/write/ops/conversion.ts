import type { Node } from "../../../../graph/mod.ts";
import type { GraphWriter } from "../graph_writer.ts";
import { own } from "../layout.ts";

/**
 * quantize, dequantize and requantize: QuantizeLinear and DequantizeLinear of fixed parameters. A
 * value whose parameters are found at run time stays float32: its readers quantize it.
 */
export function writeConversion(writer: GraphWriter, node: Node): void {
  const [x] = node.inputs as readonly [string];
  const dynamic = [x, node.output].some((name) => writer.isDynamic(name));
  if (dynamic && !writer.isStatic(node.output)) {
    const layout = writer.isOutput(node.output) ? own : writer.layoutOf(x);
    writer.real(x, layout);
    return writer.alias(node.output, { source: x, from: layout, to: layout });
  }
  const layout = writer.isOutput(node.output) ? own : writer.layoutOf(x);
  writer.convert(node, layout);
}
