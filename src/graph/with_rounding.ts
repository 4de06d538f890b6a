import type { RoundingProfile } from "../affine/mod.ts";
import type { Graph } from "./graph.ts";

/**
 * The same graph with another rounding profile on every node that names one.
 *
 * @example
 * ```ts
 * import type { Graph } from "./graph.ts";
 * import { noClamp } from "./op.ts";
 * import { withRounding } from "./with_rounding.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const op = { kind: "add", clamp: noClamp } as const;
 * const node = { name: "n", op, inputs: ["a", "b"], output: "y", rounding: "tflm" } as const;
 * const graph: Graph = { name: "g", inputs: [], outputs: [], values: new Map(), nodes: [node] };
 * assertEquals(withRounding(graph, "litert-ref").nodes[0]!.rounding, "litert-ref");
 * ```
 */
export function withRounding(graph: Graph, rounding: RoundingProfile): Graph {
  const nodes = graph.nodes.map((node) =>
    node.rounding === undefined ? node : { ...node, rounding }
  );
  return { ...graph, nodes };
}
