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
  type Quantization,
  unquantized,
  type Value,
  verifyGraph,
} from "../../graph/mod.ts";
import { type BoundShape, elementCount, type Tensor, tensor } from "../../tensor/mod.ts";
import { CodeSources, movedCodes } from "./code_sources.ts";
import { type CodedConstant, type CodeType, quantizationOf } from "./codes.ts";
import { type Constant, floatsOf } from "./constant.ts";
import { type DerivedForm, integersBehind, moveIntegers } from "./derived_codes.ts";
import type { NodeReader } from "./node_reader.ts";
import {
  type ActivationOperand,
  type Codes,
  type ConstantOperand,
  type Operand,
  shapeOf,
  storedOperand,
} from "./operand.ts";

/** Operands and names of a node of the Graph that is written for a node of the ONNX file. */
export interface EmitOptions {
  readonly inputs: readonly Operand[];
  /** What an extra node is for: its generated names say it. Absent: the names of the ONNX node. */
  readonly role?: string | { readonly node?: string; readonly output?: string };
  /**
   * The type of the output: codes with parameters, or `float32` of an op that reads codes. Absent:
   * what moves codes hands them on, and other ops read and write float32.
   */
  readonly output?: "float32" | OutputCodes;
}

/** Codes that a node writes. */
export interface OutputCodes {
  readonly elementType: CodeType;
  readonly quantization: Quantization;
}

/** Elements that folding may make, beside what the size of the file allows. */
const freeElements = 2 ** 22;

/** Elements that a byte of the file allows: a byte may be a weight, read, dequantized and moved. */
const elementsPerByte = 4;

/** The Graph under construction: what the operators of an ONNX file write to. */
export class GraphBuilder {
  readonly #values = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  readonly #names: Names;
  readonly #nodeNames = new Names();
  readonly #constants = new Map<string, string>();
  readonly #outputs: ReadonlySet<string>;
  readonly #sources = new CodeSources();
  /** Of each activation of codes, the value that its parameters come from. */
  readonly #codes = new Map<string, Codes>();
  readonly #coded = new Map<string, CodedConstant>();
  /** Forms of integer constants, by what they were made of. */
  readonly #integerForms = new Map<
    CodedConstant,
    ReadonlyMap<string, ConstantOperand | undefined>
  >();
  readonly rounding: RoundingProfile;
  /** Whether a leading size of 1 of the file is the batch. */
  readonly oneIsBatch: boolean;
  #elementsLeft: number;

  constructor(
    { reserved, outputs, fileBytes, rounding, oneIsBatch }: {
      /** Names that the file uses. */
      readonly reserved: Iterable<string>;
      /** Names of the outputs of the model. */
      readonly outputs: ReadonlySet<string>;
      readonly fileBytes: number;
      /** The rounding of nodes that requantize. */
      readonly rounding: RoundingProfile;
      /** Whether a leading size of 1 of the file is the batch. */
      readonly oneIsBatch: boolean;
    },
  ) {
    this.#names = new Names(reserved);
    this.#outputs = outputs;
    this.rounding = rounding;
    this.oneIsBatch = oneIsBatch;
    this.#elementsLeft = freeElements + elementsPerByte * fileBytes;
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

  /** An input of the model: float32, or codes whose parameters its readers give. */
  input({ name, dtype, shape }: Port): ActivationOperand {
    this.#values.set(name, { name, type: { dtype: "float32", shape, quantization: unquantized } });
    const activation = { kind: "activation", name, shape } as const;
    if (dtype !== "int8" && dtype !== "uint8") return activation;
    return { ...activation, codes: this.#writeCodes(name, { elementType: dtype }) };
  }

  /** The codes of a value whose parameters start with it. */
  #writeCodes(
    name: string,
    { elementType, quantization }: {
      readonly elementType: CodeType;
      readonly quantization?: Quantization;
    },
  ): Codes {
    const codes = { elementType, source: name };
    this.#sources.add(name, quantization);
    this.#codes.set(name, codes);
    return codes;
  }

  /** Gives codes their parameters where they have none, else requires that they have these. */
  settle({ source }: Codes, quantization: Quantization): void {
    this.#sources.settle(source, quantization);
  }

  /** The integers behind constants of the Graph that were dequantized, by name. */
  get codedConstants(): ReadonlyMap<string, CodedConstant> {
    return this.#coded;
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
  emit(
    node: NodeReader,
    op: Op,
    { inputs, role = {}, output: written }: EmitOptions,
  ): ActivationOperand {
    ensure(this.#nodes.length < maxNodes, () => `a graph must have at most ${maxNodes} nodes`);
    ensure(
      inputs.some(({ kind }) => kind === "activation"),
      () => "one input must be computed from the model's inputs, got only constants",
    );
    const moved = written === undefined ? movedCodes(op, inputs) : undefined;
    const shape = inferShape(op, inputs.map(shapeOf));
    const roles = typeof role === "string" ? { node: role, output: role } : role;
    const output = roles.output === undefined
      ? node.output
      : this.#names.take(`${node.output}:${roles.output}`);
    const name = this.#nodeNames.take(
      roles.node === undefined ? node.name : `${node.name}:${roles.node}`,
    );
    const names = inputs.map((operand) =>
      operand.kind === "constant" ? this.#constant(operand) : operand.name
    );
    const requantizes = typeof written === "object" && op.kind !== "quantize";
    this.#nodes.push({
      name,
      op,
      inputs: names,
      output,
      ...(requantizes && { rounding: this.rounding }),
    });
    this.#values.set(output, {
      name: output,
      type: { dtype: "float32", shape, quantization: unquantized },
    });
    if (moved) this.#codes.set(output, moved);
    const codes = typeof written === "object" ? this.#writeCodes(output, written) : moved;
    return { kind: "activation", name: output, shape, ...(codes && { codes }) };
  }

  /**
   * Weights or a bias in the layout of the Graph, made once for each `form` of a constant. `derive`
   * makes its elements, of that shape.
   */
  derived(source: ConstantOperand, form: DerivedForm): ConstantOperand {
    const integer = this.#derivedCodes(source, form);
    if (integer) return integer;
    const { shape, derive } = form;
    const key = JSON.stringify([source.name, form.form]);
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

  /** The derived form of integers: int8 as a value of the Graph, int32 as a bias to be. */
  #derivedCodes(source: ConstantOperand, form: DerivedForm): ConstantOperand | undefined {
    if (source.coded === undefined) return undefined;
    const forms = this.#integerForms.get(source.coded) ?? new Map();
    if (forms.has(form.form)) return forms.get(form.form);
    this.spend(elementCount(form.shape));
    const coded = integersBehind(source, form);
    const made = coded && this.#storeIntegers(source, form, moveIntegers(coded, form));
    this.#integerForms.set(source.coded, new Map([...forms, [form.form, made]]));
    return made;
  }

  #storeIntegers(
    { name, constant }: ConstantOperand,
    { shape, derive }: DerivedForm,
    moved: CodedConstant,
  ): ConstantOperand {
    if (moved.codes instanceof Int8Array) {
      return this.integers(name, tensor("int8", shape, moved.codes), quantizationOf(moved));
    }
    const data = derive(floatsOf(constant, `constant "${name}"`));
    const bias: Constant = { elementType: "float32", shape, data };
    return { kind: "constant", name, constant: bias, coded: moved };
  }

  /** An integer constant of the Graph. */
  integers(
    name: string,
    constant: Tensor<"int8" | "int32">,
    quantization: Quantization,
  ): ConstantOperand {
    const fresh = this.#freshConstant(name);
    const { dtype, shape } = constant;
    this.#values.set(fresh, { name: fresh, type: { dtype, shape, quantization }, constant });
    return storedOperand(fresh, constant);
  }

  /** A constant made from nothing in the file. */
  literal(
    node: NodeReader,
    role: string,
    values: readonly number[],
    shape: BoundShape = [values.length],
  ): ConstantOperand {
    this.spend(values.length);
    const name = this.#names.take(`${node.output}:${role}`);
    const data = Float32Array.from(values);
    return { kind: "constant", name, constant: { elementType: "float32", shape, data } };
  }

  finish(
    { name, inputs, outputs }: {
      readonly name: string;
      readonly inputs: readonly Port[];
      readonly outputs: readonly Port[];
    },
  ): Graph {
    const values = new Map(this.#values);
    for (const [value, { source }] of this.#codes) {
      const { shape } = values.get(value)!.type;
      const quantization = this.#sources.quantizationOf(source);
      values.set(value, { name: value, type: { dtype: "int8", shape, quantization } });
    }
    return verifyGraph({ name, inputs, outputs, values, nodes: this.#nodes });
  }

  /** The name of a constant operand of the Graph. */
  #constant(operand: ConstantOperand): string {
    const { name, constant, coded, stored } = operand;
    if (stored) return name;
    if (coded === undefined) return this.#floatConstant(operand);
    // One of its own for each reader, so that it keeps its name and what it was made from.
    const data = floatsOf(constant, `constant "${name}"`);
    this.spend(data.length);
    const fresh = this.#freshConstant(name);
    this.#store(fresh, constant.shape, data);
    this.#coded.set(fresh, coded);
    return fresh;
  }

  /** The name of a float32 constant of the Graph, stored when it is first used. */
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
