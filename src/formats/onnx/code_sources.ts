import { attempting, ensure, type Op, type Quantization, tiedOps } from "../../graph/mod.ts";
import type { Codes, Operand } from "./operand.ts";

/** The parameters of activations of codes, by the value that they start with. */
export class CodeSources {
  readonly #quantizations = new Map<string, Quantization | undefined>();

  /** A new source; of an input of the model, the nodes that read it give its parameters. */
  add(source: string, quantization?: Quantization): void {
    this.#quantizations.set(source, quantization);
  }

  /**
   * Gives a source its parameters, or requires those that it has.
   *
   * @throws {RuleError} When it has others.
   */
  settle(source: string, wanted: Quantization): void {
    const known = this.#quantizations.get(source);
    if (known === undefined) this.#quantizations.set(source, wanted);
    ensure(
      known === undefined || describe(known) === describe(wanted),
      () =>
        `codes must be read as they were written, "${source}" with ${describe(known!)}, ` +
        `got ${describe(wanted)}`,
    );
  }

  /**
   * The parameters of a source.
   *
   * @throws {RuleError} When nothing gave them.
   */
  quantizationOf(source: string): Quantization {
    const known = this.#quantizations.get(source);
    attempting(`Cannot read input "${source}"`, () =>
      ensure(
        known !== undefined,
        () => "a node that reads its codes must give their scale, got none that does",
      ));
    return known!;
  }
}

/** Parameters in words that tell them apart. */
function describe(quantization: Quantization): string {
  if (quantization.kind !== "static") return `${quantization.kind} parameters`;
  if (quantization.granularity !== "per-tensor") return "a scale for each channel";
  const { scale, zeroPoint } = quantization.parameters;
  return `scale ${scale} and zero point ${zeroPoint} (as int8)`;
}

/** The codes that an op hands on, none of an op of float32. */
export function movedCodes(op: Op, inputs: readonly Operand[]): Codes | undefined {
  const coded = inputs.find((x) => x.kind === "activation" && (x.codes || x.integer));
  if (coded?.kind !== "activation") return undefined;
  ensure(
    coded.codes !== undefined && tiedOps.has(op.kind) && op.kind !== "averagePool2d" &&
      op.kind !== "pad",
    () =>
      `"${coded.name}" must be float32, got ${coded.codes?.elementType ?? "int32"}; ` +
      "put a DequantizeLinear in front",
  );
  return coded.codes;
}
