import { ensure } from "../../graph/mod.ts";
import type { Table } from "./flatbuffer.ts";
import type { ActivationOperand, ConstantOperand, Operand } from "./operand.ts";
import type { TfliteOperator, TfliteTensor } from "./schema.ts";
import { activationFormat, type ElementFormat } from "./types.ts";

/** The options that an operator may carry: their number in the file and how many fields they have. */
export interface OptionsKind {
  readonly type: number;
  readonly slots: number;
}

/** One operator of the file as its reader sees it: inputs by what they must be, options by slot. */
export class NodeReader {
  /** The operator, as CONV_2D. */
  readonly kind: string;
  /** The name of its output. Operators have none of their own. */
  readonly name: string;
  readonly output: string;
  readonly outputTensor: TfliteTensor;
  readonly #inputs: readonly (Operand | undefined)[];
  readonly #options: Table | undefined;

  constructor(
    operator: TfliteOperator,
    { output, outputTensor, inputs, options }: {
      readonly output: string;
      readonly outputTensor: TfliteTensor;
      readonly inputs: readonly (Operand | undefined)[];
      readonly options: OptionsKind;
    },
  ) {
    this.kind = operator.kind;
    this.name = output;
    this.output = output;
    this.outputTensor = outputTensor;
    this.#inputs = inputs;
    this.#options = operator.options;
    ensure(
      operator.optionsType === 0 || operator.optionsType === options.type,
      () => `its options must be of kind ${options.type}, got ${operator.optionsType}`,
    );
    const unknown = this.#options?.slotBeyond(options.slots);
    ensure(
      unknown === undefined,
      () => `its options must be the ${options.slots} that are known, got field ${unknown} too`,
    );
  }

  /** Element type and quantization of the output. */
  outputFormat(): ElementFormat {
    return activationFormat(this.outputTensor, "the output");
  }

  /** Requires from `least` to `most` inputs, so that none goes unread. */
  checkInputs(least: number, most: number): void {
    const { length } = this.#inputs;
    ensure(
      length >= least && length <= most,
      () => `it must have ${least === most ? least : `${least} to ${most}`} inputs, got ${length}`,
    );
  }

  get inputCount(): number {
    return this.#inputs.length;
  }

  /** An input, if there. */
  optional(index: number): Operand | undefined {
    return this.#inputs[index];
  }

  /** An input that must be there; `what` names it in errors. */
  input(index: number, what: string): Operand {
    const operand = this.#inputs[index];
    ensure(operand !== undefined, () => `it must have ${what}, got no input ${index}`);
    return operand;
  }

  /** An input that is computed at run time. */
  activation(index: number, what = "the input"): ActivationOperand {
    const operand = this.input(index, what);
    ensure(
      operand.kind === "activation",
      () => `${what} must be computed from the model's inputs, got the constant "${operand.name}"`,
    );
    return operand;
  }

  /** An input that the file holds. */
  constant(index: number, what: string): ConstantOperand {
    const operand = this.input(index, what);
    ensure(
      operand.kind === "constant",
      () => `${what} must be constant, got "${operand.name}", which is computed`,
    );
    return operand;
  }

  /** An input that the file holds, if there. */
  optionalConstant(index: number, what: string): ConstantOperand | undefined {
    return this.optional(index) && this.constant(index, what);
  }

  /** An option of one byte. */
  byte(slot: number): number {
    return this.#options?.int8(slot) ?? 0;
  }

  flag(slot: number): boolean {
    return this.#options?.bool(slot) ?? false;
  }

  integer(slot: number, absent = 0): number {
    return this.#options?.int32(slot, absent) ?? absent;
  }

  /** A float option that must be finite. */
  float(slot: number, what: string): number {
    const value = this.#options?.float32(slot) ?? 0;
    ensure(Number.isFinite(value), () => `${what} must be finite, got ${value}`);
    return value;
  }

  /** A list of sizes or axes. */
  integers(slot: number): readonly number[] | undefined {
    return this.#options?.int32s(slot);
  }
}
