import type { AffineParameters, RoundingProfile } from "../../affine/mod.ts";
import {
  ConstantBudget,
  type Graph,
  isWeighted,
  Names,
  type Node,
  type Op,
  removeDead,
  tiedOps,
  type Value,
  valueOf,
} from "../../graph/mod.ts";
import { elementsPerSample } from "../../tensor/mod.ts";
import type { CodedConstant } from "./codes.ts";
import {
  codedOperandValue,
  fixedOutput,
  integerBiasValue,
  sameParameters,
} from "./fuse_operands.ts";

/** What {@linkcode fuseCodes} needs beside the graph. */
export interface FuseOptions {
  /** The integers behind float32 constants, by name. */
  readonly coded: ReadonlyMap<string, CodedConstant>;
  /** The rounding of the int8 ops. */
  readonly rounding: RoundingProfile;
}

/**
 * Each float32 op between dequantizes of its inputs and the only quantize of its output becomes the
 * int8 op on the codes, where there is one for these parameters; a quantize right behind a dequantize
 * becomes a requantize, or nothing where both have the same parameters. What is left stays float32
 * between dequantize and quantize.
 *
 * - weights must be int8; a bias is the int32 constant of the file where that is at the scale of input
 *   times weights, else rounded to it
 * - pooling, reshape, transpose and pad hand on codes: their output has the input's parameters, or a
 *   requantize behind it (average pooling and pad then stay float32)
 * - softmax, sigmoid and tanh write the one scale that their int8 kernels have
 */
export function fuseCodes(graph: Graph, options: FuseOptions): Graph {
  if (!graph.nodes.some(({ op }) => op.kind === "quantize")) return graph;
  const fusion = new Fusion(graph, options);
  for (const node of graph.nodes) fusion.visit(node);
  return fusion.finish();
}

class Fusion {
  readonly #graph: Graph;
  readonly #options: FuseOptions;
  readonly #values: Map<string, Value>;
  readonly #nodes: Node[] = [];
  readonly #makers: ReadonlyMap<string, Node>;
  readonly #readers: ReadonlyMap<string, number>;
  readonly #outputs: ReadonlySet<string>;
  readonly #budget: ConstantBudget;
  readonly #valueNames: Names;
  readonly #nodeNames: Names;
  /** The static codes that a float32 value was dequantized from. */
  readonly #codes = new Map<string, string>();
  /** What nodes that stay as they are read in the place of a value. */
  readonly #aliases = new Map<string, string>();

  constructor(graph: Graph, options: FuseOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#values = new Map(graph.values);
    this.#makers = new Map(graph.nodes.map((node) => [node.output, node]));
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    const readers = new Map<string, number>();
    for (const name of [...graph.nodes.flatMap(({ inputs }) => inputs), ...this.#outputs]) {
      readers.set(name, (readers.get(name) ?? 0) + 1);
    }
    this.#readers = readers;
    this.#budget = new ConstantBudget(graph);
    this.#valueNames = new Names(graph.values.keys());
    this.#nodeNames = new Names(graph.nodes.map(({ name }) => name));
  }

  visit(node: Node): void {
    const { kind } = node.op;
    if (kind === "quantize" && this.#fuse(node)) return;
    if ((kind === "reshape" || kind === "transpose") && this.#moveCodes(node)) return;
    const inputs = node.inputs.map((name) => this.#aliases.get(name) ?? name);
    this.#nodes.push({ ...node, inputs });
    if (kind !== "dequantize") return;
    const codes = inputs[0]!;
    if (parametersOf(this.#values.get(codes)!)) this.#codes.set(node.output, codes);
  }

  finish(): Graph {
    return removeDead({ ...this.#graph, values: this.#values, nodes: this.#nodes });
  }

  /** Writes int8 ops in the place of a quantize and what makes its input, if there are any. */
  #fuse(quantize: Node): boolean {
    const output = valueOf(this.#graph, quantize.output);
    const parameters = parametersOf(output);
    const x = quantize.inputs[0]!;
    const maker = this.#makers.get(x);
    if (parameters === undefined || maker === undefined) return false;
    if (this.#codes.has(x)) return this.#fuseRequantize(quantize, parameters);
    if (this.#readers.get(x) !== 1) return false;
    return isWeighted(maker)
      ? this.#fuseWeighted(quantize, maker)
      : this.#fuseUnweighted(quantize, maker, parameters);
  }

  #fuseRequantize(quantize: Node, parameters: AffineParameters): boolean {
    const codes = this.#codes.get(quantize.inputs[0]!)!;
    const input = this.#values.get(codes)!;
    if (!sameParameters(parametersOf(input)!, parameters)) {
      this.#requantize({ input: codes, output: quantize.output, name: quantize.name });
    } else if (this.#outputs.has(quantize.output)) {
      const op: Op = { kind: "reshape", shape: input.type.shape };
      this.#nodes.push({ ...quantize, op, inputs: [codes] });
    } else this.#aliases.set(quantize.output, codes);
    return true;
  }

  #fuseWeighted(quantize: Node, maker: Node): boolean {
    const [x, weights, bias] = maker.inputs as readonly [string, string, string | undefined];
    const codes = this.#codes.get(x);
    const weightValue = this.#values.get(weights)!;
    if (codes === undefined || weightValue.type.dtype !== "int8") return false;
    const inputs = [codes, weights];
    if (bias !== undefined) {
      if (!this.#budget.take(elementsPerSample(this.#values.get(bias)!.type.shape))) return false;
      const value = integerBiasValue(maker, {
        bias: this.#values.get(bias)!,
        coded: this.#options.coded.get(bias),
        weights: weightValue,
        scale: parametersOf(this.#values.get(codes)!)!.scale,
        name: this.#valueNames.take(`${bias}:int32`),
      });
      if (value === undefined) return false;
      this.#values.set(value.name, value);
      inputs.push(value.name);
    }
    this.#produce(quantize, maker, inputs);
    return true;
  }

  #fuseUnweighted(quantize: Node, maker: Node, output: AffineParameters): boolean {
    const { kind } = maker.op;
    const fixed = fixedOutput(kind);
    if (fixed && !sameParameters(fixed, output)) return false;
    const operands = maker.inputs.map((name) => this.#operand(name));
    if (!operands.every((operand) => operand !== undefined)) return false;
    const same = (operand: Value) => sameParameters(parametersOf(operand)!, output);
    if (!same(operands[0]!) && (tiedOps.has(kind) || isRelu6(maker.op))) {
      if (kind === "averagePool2d" || kind === "pad") return false;
      return this.#fuseMoved(quantize, maker, operands[0]!);
    }
    if (kind === "concat" && operands.some((x) => x.constant !== undefined && !same(x))) {
      return false;
    }
    const inputs = operands.map((operand) => {
      this.#values.set(operand.name, operand);
      if (kind !== "concat" || same(operand)) return operand.name;
      const name = this.#valueNames.take(`${operand.name}:for:${maker.name}`);
      const type = valueOf(this.#graph, quantize.output).type;
      this.#values.set(name, { name, type: { ...type, shape: operand.type.shape } });
      this.#requantize({
        input: operand.name,
        output: name,
        name: this.#nodeNames.take(`${name}:requantize`),
      });
      return name;
    });
    this.#produce(quantize, maker, inputs);
    return true;
  }

  /** An op on codes of one scale, and a requantize to the parameters behind it. */
  #fuseMoved(quantize: Node, maker: Node, input: Value): boolean {
    const moved = this.#valueNames.take(`${maker.output}:codes`);
    const { shape } = valueOf(this.#graph, maker.output).type;
    this.#values.set(moved, { name: moved, type: { ...input.type, shape } });
    const { rounding } = this.#options;
    const rounds = !tiedOps.has(maker.op.kind);
    const node = { ...maker, inputs: [input.name], output: moved };
    this.#nodes.push({ ...node, ...(rounds && { rounding }) });
    this.#requantize({ input: moved, output: quantize.output, name: quantize.name });
    return true;
  }

  #requantize(
    { input, output, name }: {
      readonly input: string;
      readonly output: string;
      readonly name: string;
    },
  ): void {
    const { rounding } = this.#options;
    this.#nodes.push({ name, op: { kind: "requantize" }, inputs: [input], output, rounding });
  }

  /** Writes the int8 form of a float32 node, named like it, in the place of the quantize behind it. */
  #produce(quantize: Node, maker: Node, inputs: readonly string[]): void {
    const { kind } = maker.op;
    const rounds = !tiedOps.has(kind) && kind !== "concat";
    const { rounding } = this.#options;
    // The float32 node has no reader left: it leaves the graph, and its name to this one.
    this.#nodes.push({ ...maker, inputs, output: quantize.output, ...(rounds && { rounding }) });
  }

  /** Moves codes instead of the reals that they are dequantized to. */
  #moveCodes(node: Node): boolean {
    const codes = this.#codes.get(node.inputs[0]!);
    if (codes === undefined) return false;
    const { type } = this.#values.get(codes)!;
    const real = valueOf(this.#graph, node.output);
    const { shape } = real.type;
    // The codes take the name of the reals, which few still read, unless that is an output's.
    const isOutput = this.#outputs.has(node.output);
    const fresh = this.#valueNames.take(`${node.output}:${isOutput ? "int8" : "float32"}`);
    const [moved, name] = isOutput ? [fresh, node.output] : [node.output, fresh];
    this.#values.set(moved, { name: moved, type: { ...type, shape } });
    this.#values.set(name, { ...real, name });
    this.#nodes.push({ ...node, inputs: [codes], output: moved });
    const dequantize = this.#nodeNames.take(`${node.name}:dequantize`);
    this.#nodes.push({
      name: dequantize,
      op: { kind: "dequantize" },
      inputs: [moved],
      output: name,
    });
    if (!isOutput) this.#aliases.set(node.output, name);
    this.#codes.set(node.output, moved);
    return true;
  }

  /** An operand as codes: dequantized, or a constant that was. */
  #operand(name: string): Value | undefined {
    const value = valueOf(this.#graph, name);
    if (value.constant === undefined) {
      const codes = this.#codes.get(name);
      return codes === undefined ? undefined : this.#values.get(codes);
    }
    const coded = this.#options.coded.get(name);
    const fresh = coded && this.#valueNames.take(`${name}:int8`);
    return coded && codedOperandValue(value, { coded, name: fresh! });
  }
}

/** ReLU6, which TensorFlow Lite Micro does not bring to another scale. */
function isRelu6(op: Op): boolean {
  return op.kind === "clamp" && op.clamp.min === 0 && op.clamp.max === 6;
}

/** The fixed parameters of an int8 value, if it has any. */
function parametersOf({ type: { quantization } }: Value): AffineParameters | undefined {
  return quantization.kind === "static" && quantization.granularity === "per-tensor"
    ? quantization.parameters
    : undefined;
}
