import { clamp } from "../../affine/mod.ts";
import { type Graph, type Node, valueOf } from "../graph.ts";
import type { Clamp, Op, OpOf } from "../op.ts";
import { countReaders } from "./consumers.ts";
import { removeDead } from "./remove_dead.ts";

type Clamping = OpOf<
  "conv2d" | "depthwiseConv2d" | "fullyConnected" | "matmul" | "add" | "sub" | "mul" | "clamp"
>;

function isClamping(op: Op): op is Clamping {
  return "clamp" in op;
}

/** The one clamp that does what `inner` and then `outer` do. */
export function chainClamps(inner: Clamp, outer: Clamp): Clamp {
  return {
    min: clamp(inner.min, outer.min, outer.max),
    max: clamp(inner.max, outer.min, outer.max),
  };
}

/**
 * Each clamp (ReLU, ReLU6, Clip) becomes part of the op that makes its input, where that op can
 * clamp, is float32 and has no other reader. The fused node keeps the name of the op; its output is
 * named like the clamp's.
 */
export function fuseActivation(graph: Graph): Graph {
  const readers = countReaders(graph);
  const nodes: Node[] = [];
  const position = new Map<string, number>();
  for (const node of graph.nodes) {
    const fused = fuse(graph, node, { nodes, position, readers });
    position.set(node.output, fused?.at ?? nodes.length);
    if (fused) nodes[fused.at] = fused.node;
    else nodes.push(node);
  }
  const made = new Set(nodes.map(({ output }) => output));
  const values = new Map(graph.values);
  for (const { output } of graph.nodes) if (!made.has(output)) values.delete(output);
  return removeDead({ ...graph, values, nodes });
}

function fuse(
  graph: Graph,
  node: Node,
  { nodes, position, readers }: {
    readonly nodes: readonly Node[];
    readonly position: ReadonlyMap<string, number>;
    readonly readers: ReadonlyMap<string, number>;
  },
): { readonly at: number; readonly node: Node } | undefined {
  if (node.op.kind !== "clamp") return undefined;
  const input = node.inputs[0]!;
  const at = position.get(input);
  if (at === undefined || readers.get(input) !== 1) return undefined;
  const maker = nodes[at]!;
  if (!isClamping(maker.op) || valueOf(graph, node.output).type.dtype !== "float32") {
    return undefined;
  }
  const op: Op = { ...maker.op, clamp: chainClamps(maker.op.clamp, node.op.clamp) };
  return { at, node: { ...maker, op, output: node.output } };
}
