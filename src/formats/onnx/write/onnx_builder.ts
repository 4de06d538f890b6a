import { type Clamp, Names } from "../../../graph/mod.ts";
import type { BoundShape, Shape } from "../../../tensor/mod.ts";
import type { OnnxAttribute, OnnxNode, OnnxTensor } from "./model_bytes.ts";

/** A node to add to the file. */
export interface OnnxStep {
  readonly inputs: readonly string[];
  /** One name, or several where the operator has several outputs. */
  readonly output: string | readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** The wanted name of the node. Absent: that of its output. */
  readonly name?: string;
}

/** The output of a node, and the wanted name of the node. */
interface Result {
  readonly output: string;
  readonly name?: string;
}

/** The nodes and initializers of an ONNX file under construction. */
export class OnnxBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: OnnxTensor[] = [];
  readonly #names: Names;
  readonly #nodeNames = new Names();

  /** `reserved` names are kept for the values of the Graph. */
  constructor(reserved: Iterable<string>) {
    this.#names = new Names(reserved);
  }

  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  get initializers(): readonly OnnxTensor[] {
    return this.#initializers;
  }

  /** A name that nothing has yet: the wanted one, or one like it. */
  freshName(wanted: string): string {
    return this.#names.take(wanted);
  }

  /** Adds a node and gives back the name of its first output. */
  emit(op: string, { inputs, output, attributes = {}, name }: OnnxStep): string {
    const outputs = typeof output === "string" ? [output] : output;
    const first = outputs[0]!;
    this.#nodes.push({
      name: this.#nodeNames.take(name ?? first),
      op,
      inputs,
      outputs,
      attributes,
    });
    return first;
  }

  /** Adds an initializer under exactly that name. */
  store(tensor: OnnxTensor): string {
    this.#initializers.push(tensor);
    return tensor.name;
  }

  /** A float32 initializer under a fresh name. */
  floats(wanted: string, shape: BoundShape, values: Iterable<number>): string {
    const data = Float32Array.from(values);
    return this.store({ name: this.freshName(wanted), elementType: "float32", shape, data });
  }

  /** An int64 initializer of one axis under a fresh name: a shape, axes or pads. */
  integers(wanted: string, values: readonly number[]): string {
    return this.store({
      name: this.freshName(wanted),
      elementType: "int64",
      shape: [values.length],
      data: BigInt64Array.from(values, BigInt),
    });
  }

  transpose(
    input: string,
    { permutation, ...step }: Result & { readonly permutation: readonly number[] },
  ): string {
    const attributes = { perm: { ints: permutation } };
    return this.emit("Transpose", { inputs: [input], attributes, ...step });
  }

  /** Reshape; the symbolic batch is what is left. */
  reshape(input: string, { shape, ...step }: Result & { readonly shape: Shape }): string {
    const sizes = shape.map((dim) => dim === "batch" ? -1 : dim);
    const inputs = [input, this.integers(`${step.output}:shape`, sizes)];
    return this.emit("Reshape", { inputs, ...step });
  }

  /** Relu, or Clip with the bounds that are finite. */
  clamp(
    input: string,
    { clamp: { min, max }, ...step }: Result & { readonly clamp: Clamp },
  ): string {
    if (min === 0 && max === Infinity) return this.emit("Relu", { inputs: [input], ...step });
    const bound = (role: string, value: number) =>
      Number.isFinite(value) ? this.floats(`${step.output}:${role}`, [], [value]) : "";
    const [lower, upper] = [bound("min", min), bound("max", max)];
    const inputs = upper === "" ? [input, lower] : [input, lower, upper];
    return this.emit("Clip", { inputs, ...step });
  }
}
