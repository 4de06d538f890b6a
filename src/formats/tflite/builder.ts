import type { RoundingProfile } from "../../affine/mod.ts";
import {
  ensure,
  type Graph,
  inferShape,
  maxNodes,
  Names,
  type Node,
  type Op,
  type Port,
  tiedOps,
  type Value,
  type ValueType,
  verifyGraph,
} from "../../graph/mod.ts";
import { elementCount, type Tensor } from "../../tensor/mod.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand, GraphOperand } from "./operand.ts";
import type { ElementFormat } from "./types.ts";

/** Operands, format and name of a node of the Graph that is written for an operator of the file. */
export interface EmitOptions {
  readonly inputs: readonly GraphOperand[];
  /** Of the output. Absent: that of the operator's output. */
  readonly format?: ElementFormat;
  /** What an extra node is for: its generated names say it. Absent: the operator's own names. */
  readonly role?: string;
}

/** A constant to store: its element type, quantization and elements. */
export interface StoredConstant {
  readonly format: ElementFormat;
  readonly tensor: Tensor;
}

/** Elements that constants may have, beside what the size of the file allows. */
const freeElements = 2 ** 22;

/** The Graph under construction: what the operators of a file write to. */
export class GraphBuilder {
  readonly #values = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  readonly #names: Names;
  readonly #nodeNames = new Names();
  readonly #constants = new Map<string, GraphOperand>();
  readonly #rounding: RoundingProfile;
  #elementsLeft: number;

  constructor(
    { names, rounding, fileBytes }: {
      /** Names that the file uses. */
      readonly names: Names;
      readonly rounding: RoundingProfile;
      readonly fileBytes: number;
    },
  ) {
    this.#names = names;
    this.#rounding = rounding;
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

  input(name: string, type: ValueType): ActivationOperand {
    this.#values.set(name, { name, type });
    return { kind: "activation", name, type };
  }

  /** Adds a node to the graph and gives back its output. */
  emit(node: NodeReader, op: Op, { inputs, format, role }: EmitOptions): ActivationOperand {
    ensure(this.#nodes.length < maxNodes, () => `a graph must have at most ${maxNodes} nodes`);
    ensure(
      inputs.some(({ kind }) => kind === "activation"),
      () => "one input must be computed from the model's inputs, got only constants",
    );
    const shape = inferShape(op, inputs.map(({ type }) => type.shape));
    const output = role === undefined ? node.output : this.#names.take(`${node.output}:${role}`);
    const name = this.#nodeNames.take(role === undefined ? node.name : `${node.name}:${role}`);
    const type = { ...(format ?? node.outputFormat()), shape };
    const rounds = type.dtype === "int8" && inputs[0]!.type.dtype === "int8" &&
      !tiedOps.has(op.kind) && op.kind !== "concat";
    this.#nodes.push({
      name,
      op,
      inputs: inputs.map((operand) => operand.name),
      output,
      ...(rounds && { rounding: this.#rounding }),
    });
    this.#values.set(output, { name: output, type });
    return { kind: "activation", name: output, type };
  }

  /**
   * A constant of the Graph, made once for each `form` of a constant of the file; the first form
   * keeps its name.
   */
  constant(
    name: string,
    { form, elements, make }: {
      readonly form: string;
      readonly elements: number;
      readonly make: () => StoredConstant;
    },
  ): GraphOperand {
    const key = JSON.stringify([name, form]);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    this.spend(elements);
    const { format, tensor } = make();
    const fresh = this.#values.has(name) ? this.#names.take(name) : name;
    const type: ValueType = { ...format, shape: tensor.shape };
    ensure(
      elementCount(tensor.shape) === tensor.data.length,
      () => `a constant must fill its shape, got ${tensor.data.length} elements`,
    );
    this.#values.set(fresh, { name: fresh, type, constant: tensor });
    const operand = { kind: "stored", name: fresh, type } as const;
    this.#constants.set(key, operand);
    return operand;
  }

  finish(
    { name, inputs, outputs }: {
      readonly name: string;
      readonly inputs: readonly Port[];
      readonly outputs: readonly Port[];
    },
  ): Graph {
    return verifyGraph({ name, inputs, outputs, values: this.#values, nodes: this.#nodes });
  }
}
