import {
  ensure,
  type Graph,
  inferShape,
  maxNodes,
  Names,
  type Node,
  type Op,
  type Port,
  unquantized,
  type Value,
  verifyGraph,
} from "../../graph/mod.ts";
import { type BoundShape, elementCount, type Shape, tensor } from "../../tensor/mod.ts";
import { type Constant, floatsOf } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";
import { type ActivationOperand, type Operand, shapeOf } from "./operand.ts";

/** Operands and names of a node of the Graph that is written for a node of the ONNX file. */
export interface EmitOptions {
  readonly inputs: readonly Operand[];
  /** What an extra node is for: its generated names say it. Absent: the names of the ONNX node. */
  readonly role?: string | { readonly node?: string; readonly output?: string };
}

/** Elements that folding may make, beside what the size of the file allows. */
const freeElements = 2 ** 22;

/** The Graph under construction: what the operators of an ONNX file write to. */
export class GraphBuilder {
  readonly #values = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  readonly #names: Names;
  readonly #nodeNames = new Names();
  readonly #constants = new Map<string, string>();
  readonly #outputs: ReadonlySet<string>;
  #elementsLeft: number;

  constructor(
    { reserved, outputs, fileBytes }: {
      /** Names that the file uses. */
      readonly reserved: Iterable<string>;
      /** Names of the outputs of the model. */
      readonly outputs: ReadonlySet<string>;
      readonly fileBytes: number;
    },
  ) {
    this.#names = new Names(reserved);
    this.#outputs = outputs;
    this.#elementsLeft = freeElements + fileBytes;
  }

  /** Counts elements that are about to be made against what the size of the file allows. */
  spend(elements: number): void {
    ensure(
      elements <= this.#elementsLeft,
      () =>
        `constants must stay in proportion to the file, which allows ${this.#elementsLeft} more ` +
        `elements, got ${elements}`,
    );
    this.#elementsLeft -= elements;
  }

  input(port: Port): ActivationOperand {
    const { name, dtype, shape } = port;
    this.#values.set(name, { name, type: { dtype, shape, quantization: unquantized } });
    return { kind: "activation", name, shape };
  }

  /** A name that nothing has yet: the wanted one, or one like it. */
  freshName(wanted: string): string {
    return this.#names.take(wanted);
  }

  /** Whether a value name is an output of the model, which keeps its axis order. */
  isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** Adds a node to the graph and gives back its output. */
  emit(node: NodeReader, op: Op, { inputs, role = {} }: EmitOptions): ActivationOperand {
    ensure(this.#nodes.length < maxNodes, () => `a graph must have at most ${maxNodes} nodes`);
    ensure(
      inputs.some(({ kind }) => kind === "activation"),
      () => "one input must be computed from the model's inputs, got only constants",
    );
    const shape = inferShape(op, inputs.map(shapeOf));
    const roles = typeof role === "string" ? { node: role, output: role } : role;
    const output = roles.output === undefined
      ? node.output
      : this.#names.take(`${node.output}:${roles.output}`);
    const name = this.#nodeNames.take(
      roles.node === undefined ? node.name : `${node.name}:${roles.node}`,
    );
    const names = inputs.map((operand) =>
      operand.kind === "constant" ? this.#floatConstant(operand) : operand.name
    );
    this.#nodes.push({ name, op, inputs: names, output });
    this.#values.set(output, {
      name: output,
      type: { dtype: "float32", shape, quantization: unquantized },
    });
    return { kind: "activation", name: output, shape };
  }

  /**
   * Weights or a bias in the layout of the Graph, made once for each `form` of a constant. `derive`
   * makes its elements, of that shape.
   */
  derived(
    source: { readonly name: string; readonly constant: Constant },
    { form, shape, derive }: {
      readonly form: string;
      readonly shape: BoundShape;
      readonly derive: (data: Float32Array) => Float32Array;
    },
  ): Operand {
    const key = JSON.stringify([source.name, form]);
    const known = this.#constants.get(key);
    const data = floatsOf(source.constant, `constant "${source.name}"`);
    const name = known ?? this.#freshConstant(source.name);
    if (known === undefined) {
      this.spend(elementCount(shape));
      this.#store(name, shape, derive(data));
      this.#constants.set(key, name);
    }
    const stored = this.#values.get(name)!.constant as { readonly data: Float32Array };
    const constant: Constant = { elementType: "float32", shape, data: stored.data };
    return { kind: "constant", name, constant };
  }

  /** A constant made from nothing in the file. */
  literal(node: NodeReader, role: string, values: readonly number[]): Operand {
    this.spend(values.length);
    const name = this.#names.take(`${node.output}:${role}`);
    const data = Float32Array.from(values);
    return {
      kind: "constant",
      name,
      constant: { elementType: "float32", shape: [values.length], data },
    };
  }

  finish(
    { name, inputs, outputs }: {
      readonly name: string;
      readonly inputs: readonly Port[];
      readonly outputs: readonly { readonly name: string; readonly shape: Shape }[];
    },
  ): Graph {
    return verifyGraph({
      name,
      inputs,
      outputs: outputs.map((port) => ({ name: port.name, dtype: "float32", shape: port.shape })),
      values: this.#values,
      nodes: this.#nodes,
    });
  }

  /** The name of a constant operand of the Graph, stored when it is first used. */
  #floatConstant({ name, constant }: { name: string; constant: Constant }): string {
    const data = floatsOf(constant, `constant "${name}"`);
    const stored = this.#values.get(name)?.constant;
    if (stored?.data === data && stored.shape.join() === constant.shape.join()) return name;
    const key = JSON.stringify([name, constant.shape.join()]);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const fresh = this.#freshConstant(name);
    this.#store(fresh, constant.shape, data);
    this.#constants.set(key, fresh);
    return fresh;
  }

  /** The constant's own name for the first form of it, generated names for others. */
  #freshConstant(name: string): string {
    return this.#values.has(name) ? this.#names.take(name) : name;
  }

  #store(name: string, shape: BoundShape, data: Float32Array): void {
    const type = { dtype: "float32", shape, quantization: unquantized } as const;
    this.#values.set(name, { name, type, constant: tensor("float32", shape, data) });
  }
}
