import { elementCount, type Tensor, tensor } from "../../tensor/mod.ts";
import { type Graph, type Node, unquantized, type Value, valueOf } from "../graph.ts";
import { noClamp, type Op, type OpOf } from "../op.ts";
import { isWeighted, outputChannels, type WeightedKind } from "../scale_floor.ts";
import { ConstantBudget } from "./constant_budget.ts";
import { countReaders } from "./consumers.ts";
import { Names } from "./names.ts";
import { removeDead } from "./remove_dead.ts";

/**
 * Each `mul` and `add` with a constant per output channel becomes part of the weighted op that makes
 * its other operand, where that op has no activation of its own and no other reader:
 * `w'[c] = s[c] w[c]`, `b'[c] = s[c] b[c]` for a mul, `b'[c] = b[c] + t[c]` for an add, each rounded
 * to float32. That is a batch normalization after a convolution, and a bias added to a product. Of
 * int8 weights only an add is folded, behind a float32 output.
 */
export function foldBatchNorm(graph: Graph): Graph {
  const folding = new Folding(graph);
  graph.nodes.forEach((node) => folding.visit(node));
  return folding.finish();
}

type Weighted = OpOf<WeightedKind>;

class Folding {
  readonly #graph: Graph;
  readonly #readers: Map<string, number>;
  readonly #budget: ConstantBudget;
  readonly #names: Names;
  readonly #values: Map<string, Value>;
  readonly #nodes: Node[] = [];
  /** Where in `nodes` each value is made. */
  readonly #position = new Map<string, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#readers = new Map(countReaders(graph));
    this.#budget = new ConstantBudget(graph);
    this.#names = new Names(graph.values.keys());
    this.#values = new Map(graph.values);
  }

  visit(node: Node): void {
    const at = this.#fold(node);
    this.#position.set(node.output, at ?? this.#nodes.length);
    if (at === undefined) this.#nodes.push(node);
  }

  finish(): Graph {
    const made = new Set(this.#nodes.map(({ output }) => output));
    for (const { output } of this.#graph.nodes) if (!made.has(output)) this.#values.delete(output);
    return removeDead({ ...this.#graph, values: this.#values, nodes: this.#nodes });
  }

  /** Folds the node into the maker of its operand, whose position it gives back. */
  #fold(node: Node): number | undefined {
    const { op } = node;
    if (op.kind !== "add" && op.kind !== "mul") return undefined;
    const x = node.inputs.find((name) => valueOf(this.#graph, name).constant === undefined)!;
    const c = node.inputs.find((name) => valueOf(this.#graph, name).constant !== undefined);
    const at = this.#position.get(x);
    if (c === undefined || at === undefined || this.#readers.get(x) !== 1) return undefined;
    const maker = this.#nodes[at]!;
    if (!isWeighted(maker)) return undefined;
    const weighted = maker.op as Weighted;
    if (weighted.clamp.min !== noClamp.min || weighted.clamp.max !== noClamp.max) return undefined;
    const weights = this.#values.get(maker.inputs[1]!)!;
    const channels = outputChannels(maker, weights);
    const rank = valueOf(this.#graph, x).type.shape.length;
    const along = alongChannels(valueOf(this.#graph, c), channels, rank);
    if (!along || !this.#canFold(op, maker, weights)) return undefined;
    const cost = op.kind === "mul" ? elementCount(weights.constant!.shape) + channels : channels;
    if (!this.#budget.take(cost)) return undefined;
    const factors = perChannel(valueOf(this.#graph, c), channels);
    const inputs = op.kind === "mul"
      ? this.#scaled(maker, weights, factors)
      : [maker.inputs[0]!, maker.inputs[1]!, this.#shifted(maker, c, factors)];
    const fused: Op = { ...weighted, clamp: op.clamp };
    this.#nodes[at] = { ...maker, op: fused, inputs, output: node.output };
    return at;
  }

  /** Whether weights can be scaled, or a bias of a float32 output shifted. */
  #canFold(op: Op, maker: Node, weights: Value): boolean {
    if (weights.constant?.dtype === "float32") return true;
    const bias = maker.inputs[2] && this.#values.get(maker.inputs[2])!.constant!.dtype;
    const { dtype } = valueOf(this.#graph, maker.output).type;
    return op.kind === "add" && dtype === "float32" && (bias || "float32") === "float32";
  }

  /** The inputs of a weighted node with weights and bias scaled per output channel. */
  #scaled(node: Node, weights: Value, factors: Float32Array): readonly string[] {
    const { data, shape } = weights.constant as Tensor<"float32">;
    const channels = factors.length;
    const inner = data.length / channels;
    const channelOf = node.op.kind === "depthwiseConv2d"
      ? (i: number) => i % channels
      : (i: number) => Math.floor(i / inner);
    const scaled = data.map((w, i) => w * factors[channelOf(i)]!);
    const inputs = [node.inputs[0]!, this.#store(weights.name, tensor("float32", shape, scaled))];
    if (node.inputs[2] === undefined) return inputs;
    const bias = this.#values.get(node.inputs[2])!.constant as Tensor<"float32">;
    const product = bias.data.map((b, c) => b * factors[c]!);
    return [...inputs, this.#store(node.inputs[2], tensor("float32", [channels], product))];
  }

  /** The name of the bias with `terms` added to it. */
  #shifted(node: Node, constant: string, terms: Float32Array): string {
    const name = node.inputs[2];
    if (name === undefined) return this.#store(constant, tensor("float32", [terms.length], terms));
    const bias = this.#values.get(name)!.constant as Tensor<"float32">;
    const sum = bias.data.map((b, c) => b + terms[c]!);
    return this.#store(name, tensor("float32", [terms.length], sum));
  }

  /** Stores a constant in the place of one that nothing else reads, else under a name of its own. */
  #store(replaced: string, constant: Tensor): string {
    const alone = this.#readers.get(replaced) === 1;
    const name = alone ? replaced : this.#names.take(`${replaced}:folded`);
    const type = { dtype: constant.dtype, shape: constant.shape, quantization: unquantized };
    this.#values.set(name, { name, type, constant });
    this.#readers.set(name, 1);
    return name;
  }
}

/** Whether a float32 constant has one element, or one for each channel along the last axis. */
function alongChannels({ constant }: Value, channels: number, rank: number): boolean {
  if (constant?.dtype !== "float32" || constant.shape.length > rank) return false;
  const elements = constant.data.length;
  return elements === 1 || (elements === channels && constant.shape.at(-1) === channels);
}

/** One element for each channel. */
function perChannel({ constant }: Value, channels: number): Float32Array {
  const { data } = constant as Tensor<"float32">;
  return data.length === channels ? data : new Float32Array(channels).fill(data[0]!);
}
