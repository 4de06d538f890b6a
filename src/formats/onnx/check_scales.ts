import {
  attempting,
  ensure,
  type Graph,
  type Node,
  type Quantization,
  valueOf,
} from "../../graph/mod.ts";

/** Ops whose accumulators are products of two codes. */
const products: ReadonlySet<string> = new Set([
  "conv2d",
  "depthwiseConv2d",
  "fullyConnected",
  "matmul",
  "mul",
]);

/**
 * The same graph, once every node between fixed parameters has a factor from accumulators to codes
 * that fixed-point arithmetic can hold: below 2^30.
 *
 * @throws {ModelError} When scales are too far apart: names the node and the factor.
 */
export function checkScales(graph: Graph): Graph {
  const largest = new Map<string, number>();
  const scaleOf = (name: string): number => {
    const scale = largest.get(name) ?? largestScale(valueOf(graph, name).type.quantization);
    largest.set(name, scale);
    return scale;
  };
  for (const node of graph.nodes) {
    if (node.rounding === undefined) continue;
    attempting(`Cannot read node "${node.name}" (${node.op.kind})`, () => {
      const factor = factorOf(node, scaleOf);
      ensure(
        factor < 2 ** 30,
        () => `its scales must bring sums to codes by a factor below 2^30, got ${factor}`,
      );
    });
  }
  return graph;
}

/** The largest factor from accumulators of a node to its codes. */
function factorOf({ op, inputs, output }: Node, scaleOf: (name: string) => number): number {
  const scales = inputs.slice(0, products.has(op.kind) ? 2 : inputs.length).map(scaleOf);
  const unit = products.has(op.kind)
    ? Math.fround(scales[0]! * scales[1]!)
    : scales.reduce((a, b) => Math.max(a, b), 0);
  return unit / scaleOf(output);
}

function largestScale(quantization: Quantization): number {
  if (quantization.kind !== "static") return 1;
  return quantization.granularity === "per-tensor"
    ? quantization.parameters.scale
    : quantization.scales.reduce<number>((a, b) => Math.max(a, b), 0);
}
