import { ensure, RuleError } from "../../graph/mod.ts";
import { formatShape } from "../../tensor/mod.ts";
import { type Constant, maxListLength } from "./constant.ts";
import {
  type ActivationOperand,
  type AnyOperand,
  type ConstantOperand,
  type Operand,
  shapeOf,
} from "./operand.ts";
import type { AttributeProto, NodeProto } from "./proto.ts";
import { tensorOf } from "./tensor_proto.ts";

/** The numbers of the attribute kinds that are read. */
const attributeKinds = { float: 1, integer: 2, string: 3, tensor: 4, floats: 6, integers: 7 };

/**
 * One ONNX node as its operator reads it: attributes checked by kind, inputs by what they must be.
 * An attribute that the operator never asked for is an error: see {@linkcode checkAllRead}.
 */
export class NodeReader {
  readonly opType: string;
  /** The name of the node, or of its output where it has none. */
  readonly name: string;
  /** The name of the first output. */
  readonly output: string;
  /** The names of all outputs, empty where one is left out. */
  readonly outputs: readonly string[];
  /** How many inputs are listed, absent ones included. */
  readonly inputCount: number;
  /** How many outputs have a name. */
  readonly outputCount: number;
  readonly #inputs: readonly (AnyOperand | undefined)[];
  readonly #attributes: ReadonlyMap<string, AttributeProto>;
  readonly #read = new Set<string>();

  constructor(
    proto: NodeProto,
    /** The version of the operator set. */
    readonly opset: number,
    inputs: readonly (AnyOperand | undefined)[],
  ) {
    this.opType = proto.opType;
    this.outputs = proto.outputs;
    this.output = proto.outputs[0] ?? "";
    this.name = proto.name === "" ? this.output : proto.name;
    this.inputCount = proto.inputs.length;
    this.outputCount = proto.outputs.filter((name) => name !== "").length;
    this.#inputs = inputs;
    this.#attributes = new Map(proto.attributes.map((attribute) => [attribute.name, attribute]));
    ensure(
      this.#attributes.size === proto.attributes.length,
      () =>
        `attribute names must be unique, got ${proto.attributes.length} attributes with ` +
        `${this.#attributes.size} names`,
    );
    ensure(this.output !== "", () => "it must have a first output, got none");
  }

  /** An input of any kind, if there: for the operators that know what to do with a pending one. */
  any(index: number): AnyOperand | undefined {
    return this.#inputs[index];
  }

  /** An input, if there. */
  optional(index: number): Operand | undefined {
    const operand = this.#inputs[index];
    if (operand === undefined || operand.kind === "constant" || operand.kind === "activation") {
      return operand;
    }
    throw new RuleError(`input ${index} must be a tensor, got ${describePending(operand)}`);
  }

  /** An input that must be there; `what` names it in errors. */
  input(index: number, what = `input ${index}`): Operand {
    const operand = this.optional(index);
    ensure(operand !== undefined, () => `it must have ${what}, got no input ${index}`);
    return operand;
  }

  /** An input that is computed at run time. */
  activation(index: number, what = `input ${index}`): ActivationOperand {
    const operand = this.input(index, what);
    ensure(
      operand.kind === "activation",
      () => `${what} must be computed from the model's inputs, got the constant "${operand.name}"`,
    );
    return operand;
  }

  /** An input that is known when the model is read. */
  constant(index: number, what: string): ConstantOperand {
    const operand = this.input(index, what);
    ensure(
      operand.kind === "constant",
      () =>
        `${what} must be constant, got "${operand.name}" ${formatShape(shapeOf(operand))}; ` +
        "bind it as a constant, or simplify the model",
    );
    return operand;
  }

  /** An input that is known when the model is read, if there. */
  optionalConstant(index: number, what: string): Constant | undefined {
    return this.optional(index) && this.constant(index, what).constant;
  }

  /** Requires from `least` to `most` inputs, so that none goes unread. */
  checkInputs(least: number, most: number): void {
    ensure(
      this.inputCount >= least && this.inputCount <= most,
      () =>
        `it must have ${least === most ? least : `${least} to ${most}`} inputs, ` +
        `got ${this.inputCount}`,
    );
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  /** An integer attribute. */
  integer(name: string): number | undefined {
    const attribute = this.#attribute(name, "integer");
    const value = attribute && (attribute.i ?? 0);
    ensure(
      value === undefined || Number.isSafeInteger(value),
      () => `attribute "${name}" must be a safe integer, got ${value}`,
    );
    return value;
  }

  /** A flag: an integer attribute that is 0 or 1, 0 where it is absent. */
  flag(name: string): boolean {
    const value = this.integer(name) ?? 0;
    ensure(value === 0 || value === 1, () => `attribute "${name}" must be 0 or 1, got ${value}`);
    return value === 1;
  }

  /** A list of integers, of sizes, axes or pads unless `most` allows more. */
  integers(name: string, most = maxListLength): readonly number[] | undefined {
    const values = this.#attribute(name, "integers")?.ints;
    ensure(
      values === undefined || values.length <= most,
      () => `attribute "${name}" must have at most ${most} elements, got ${values?.length}`,
    );
    return values;
  }

  /** A float attribute that must be a number. */
  float(name: string): number | undefined {
    const attribute = this.#attribute(name, "float");
    const value = attribute && (attribute.f ?? 0);
    ensure(!Number.isNaN(value), () => `attribute "${name}" must be a number, got NaN`);
    return value;
  }

  floats(name: string): readonly number[] | undefined {
    return this.#attribute(name, "floats")?.floats;
  }

  string(name: string): string | undefined {
    const attribute = this.#attribute(name, "string");
    return attribute && (attribute.s ?? "");
  }

  tensor(name: string): Constant | undefined {
    const attribute = this.#attribute(name, "tensor");
    if (attribute === undefined) return undefined;
    ensure(attribute.t !== undefined, () => `attribute "${name}" must hold a tensor, got none`);
    return tensorOf(attribute.t);
  }

  /** Marks attributes as read whose value makes no difference. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** Requires that every attribute was asked for, so that none is ignored by mistake. */
  checkAllRead(): void {
    const unread = [...this.#attributes.keys()].find((name) => !this.#read.has(name));
    ensure(
      unread === undefined,
      () => `attributes must be those of opset ${this.opset}, got "${unread}"`,
    );
  }

  /** An attribute of that kind. Its value may be absent, where it is 0 or empty. */
  #attribute(name: string, kind: keyof typeof attributeKinds): AttributeProto | undefined {
    this.#read.add(name);
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) return undefined;
    const type = attribute.type;
    if (type !== 0 && type !== attributeKinds[kind]) {
      throw new RuleError(`attribute "${name}" must be of kind ${kind}, got kind number ${type}`);
    }
    return attribute;
  }
}

/** A pending operand in words, and where it may go. */
function describePending({ kind, name }: AnyOperand): string {
  return kind === "sums"
    ? `the int32 sums "${name}", which must go through Cast to a Mul with their scales`
    : `"${name}", which DynamicQuantizeLinear finds at run time`;
}
