import type { RoundingProfile } from "../../affine/mod.ts";
import {
  attempting,
  checkShape,
  ensure,
  float32Ports,
  type Graph,
  maxAxes,
  Names,
  type Port,
  removeDead,
  simplify,
} from "../../graph/mod.ts";
import type { BoundShape, Dim, DType, Shape } from "../../tensor/mod.ts";
import { GraphBuilder } from "./builder.ts";
import { NodeReader } from "./node_reader.ts";
import { type Operand, shapeOf } from "./operand.ts";
import { operators } from "./operators.ts";
import { decodeModel, type TfliteModel, type TfliteOperator, type TfliteTensor } from "./schema.ts";
import { activationFormat } from "./types.ts";

/** How a TensorFlow Lite file is read. */
export interface ReadTfliteOptions {
  /**
   * Name of the Graph.
   * @default the subgraph's name in the file
   */
  readonly name?: string;
  /**
   * How int8 operators round.
   * @default {"tflm"}
   */
  readonly rounding?: RoundingProfile;
  /**
   * `file` keeps int8 and uint8 inputs and outputs; `float32` puts a quantize behind each such input
   * and a dequantize before each such output, so that an int8 model takes and gives what a float32
   * model does.
   * @default {"file"}
   */
  readonly ports?: "file" | "float32";
  /**
   * What the batch is: `declared`, a leading size that the file leaves open, or `leading`, also a
   * leading size of 1, for files that were written before sizes could be left open.
   * @default {"declared"}
   */
  readonly batch?: "declared" | "leading";
}

/** Operators that may have UINT8 tensors: those at the model's inputs and outputs. */
const uint8Kinds: ReadonlySet<string> = new Set(["QUANTIZE", "DEQUANTIZE"]);

/**
 * Reads a TensorFlow Lite model. A float32 model becomes a float32 Graph; an int8 model a static
 * Graph with the file's own parameters, nothing moved or fused.
 *
 * 1. decode the flatbuffer, every offset checked
 * 2. take inputs; a leading size that the file leaves open is the batch
 * 3. read the operators in order; DEQUANTIZE of a constant is folded, and int8 weights of float32
 *    operators (hybrid) become the reals that they stand for
 * 4. a float32 graph is simplified: batch normalizations and activations are fused
 *
 * Inputs and outputs keep their names and order. Codes of UINT8 tensors are kept as int8, 128 lower.
 *
 * @throws {ModelError} When the file is not a TensorFlow Lite model or uses what is not supported:
 * names the node, its operator, the rule and the value.
 *
 * @example
 * ```ts
 * import { readTflite } from "./read.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => readTflite(new Uint8Array([1, 2, 3])),
 *   Error,
 *   "Cannot read the TensorFlow Lite file: the header must lie within the 3 bytes",
 * );
 * ```
 */
export function readTflite(bytes: Uint8Array, options: ReadTfliteOptions = {}): Graph {
  const model = attempting("Cannot read the TensorFlow Lite file", () => decodeModel(bytes));
  const graph = new Reading(model, { fileBytes: bytes.length, ...options }).read();
  return options.ports === "float32" ? float32Ports(graph) : graph;
}

type Options = ReadTfliteOptions & { readonly fileBytes: number };

/** One file while it is read. */
class Reading {
  readonly #model: TfliteModel;
  readonly #options: Options;
  readonly #builder: GraphBuilder;
  /** Names of the values that tensors become. */
  readonly #names: readonly string[];
  /** What each tensor stands for so far; constants only where an operator was folded. */
  readonly #operands = new Map<number, Operand>();

  constructor(model: TfliteModel, options: Options) {
    const names = new Names();
    this.#model = model;
    this.#options = options;
    this.#names = valueNames(model, names);
    this.#builder = new GraphBuilder({
      names,
      rounding: options.rounding ?? "tflm",
      fileBytes: options.fileBytes,
    });
  }

  read(): Graph {
    const { name, operators } = this.#model;
    const inputs = this.#model.inputs.map((index) => this.#readInput(index));
    operators.forEach((operator) => this.#readOperator(operator));
    const outputs = this.#model.outputs.map((index) => this.#readOutput(index));
    const given = this.#options.name ?? (name === "" ? "model" : name);
    const graph = this.#builder.finish({ name: given, inputs, outputs });
    const integer = [...graph.values.values()].some(({ type }) => type.dtype !== "float32");
    return integer ? removeDead(graph) : simplify(graph);
  }

  #nameOf(index: number): string {
    return this.#names[index] ?? `tensor ${index}`;
  }

  /** A tensor of the file that can be read. */
  #tensor(index: number): TfliteTensor {
    const tensor = this.#model.tensors[index];
    ensure(
      tensor !== undefined,
      () => `tensors must be among the ${this.#model.tensors.length} listed, got ${index}`,
    );
    const { unsupported } = tensor;
    ensure(unsupported === undefined, () => `tensor "${this.#nameOf(index)}" ${unsupported}`);
    return tensor;
  }

  #readInput(index: number): Port {
    return attempting(`Cannot read input "${this.#nameOf(index)}"`, () => {
      const tensor = this.#tensor(index);
      ensure(!this.#operands.has(index), () => "inputs must be unique, got it twice");
      ensure(tensor.data === undefined, () => "it must be an activation, got a constant");
      const shape = this.#inputShape(tensor);
      const name = this.#nameOf(index);
      const type = { ...activationFormat(tensor, "it"), shape };
      this.#operands.set(index, this.#builder.input(name, type));
      return { name, dtype: portType(tensor, type.dtype), shape };
    });
  }

  /** Sizes as declared, the batch where the leading one is open. */
  #inputShape({ shape, signature }: TfliteTensor): Shape {
    const open = this.#options.batch === "leading" ? [-1, 1] : [-1];
    const declared = signature?.length === shape.length ? signature : shape;
    return checkShape(declared.map((size, axis): Dim => {
      if (axis === 0 && open.includes(size)) return "batch";
      ensure(
        size !== -1,
        () => `only the leading size may be open, got [${declared.join(", ")}]`,
      );
      return size;
    }));
  }

  #readOutput(index: number): Port {
    return attempting(`Cannot read output "${this.#nameOf(index)}"`, () => {
      const tensor = this.#tensor(index);
      const operand = this.#operands.get(index);
      ensure(
        operand?.kind === "activation",
        () => "it must be computed from the model's inputs, got a constant or nothing",
      );
      const { name, type } = operand;
      return { name, dtype: portType(tensor, type.dtype), shape: type.shape };
    });
  }

  #readOperator(operator: TfliteOperator): void {
    const [output, ...more] = operator.outputs;
    const name = output === undefined ? "" : this.#nameOf(output);
    attempting(`Cannot read node "${name}" (${operator.kind})`, () => {
      const reader = operators.get(operator.kind);
      ensure(
        reader !== undefined,
        () => `its operator must be one that is supported, got ${operator.kind}`,
      );
      ensure(
        output !== undefined && more.length === 0,
        () => `it must have one output, got ${operator.outputs.length}`,
      );
      const outputTensor = this.#tensor(output);
      ensure(
        !this.#operands.has(output) && outputTensor.data === undefined,
        () => "its output must be made once and not be constant, got it again",
      );
      const inputs = operator.inputs.map((index) => this.#operand(index));
      this.#checkUint8(operator);
      const node = new NodeReader(operator, {
        output: name,
        outputTensor,
        inputs,
        options: reader.options,
      });
      const operand = reader.read(node, this.#builder);
      const axes = shapeOf(operand).length;
      ensure(axes <= maxAxes, () => `its output must have at most ${maxAxes} axes, got ${axes}`);
      this.#operands.set(output, operand);
    });
  }

  /** What an input of an operator stands for; none for one that is left out. */
  #operand(index: number): Operand | undefined {
    if (index === -1) return undefined;
    const { elementType, shape, data, quantization } = this.#tensor(index);
    const known = this.#operands.get(index);
    if (known !== undefined) return known;
    const name = this.#nameOf(index);
    ensure(data !== undefined, () => `inputs must be made before the node, got "${name}"`);
    const sizes = checkShape(shape) as BoundShape;
    return { kind: "constant", name, elementType, shape: sizes, data, quantization };
  }

  #checkUint8({ kind, inputs, outputs }: TfliteOperator): void {
    if (uint8Kinds.has(kind)) return;
    const index = [...inputs, ...outputs].find((index) =>
      this.#model.tensors[index]?.elementType === "UINT8"
    );
    ensure(
      index === undefined,
      () =>
        "tensors must be FLOAT32 or INT8, UINT8 only where QUANTIZE and DEQUANTIZE meet the " +
        `model's inputs and outputs, got UINT8 for "${this.#nameOf(index!)}"`,
    );
  }
}

/** Names of the values that tensors become, each once; inputs and outputs first. */
function valueNames(model: TfliteModel, names: Names): readonly string[] {
  const order = [...model.inputs, ...model.outputs, ...model.tensors.keys()];
  const taken: string[] = [];
  for (const index of order) {
    const tensor = model.tensors[index];
    if (tensor === undefined || taken[index] !== undefined) continue;
    taken[index] = names.take(tensor.name === "" ? `tensor${index}` : tensor.name);
  }
  return taken;
}

function portType({ elementType }: TfliteTensor, dtype: DType): DType {
  return elementType === "UINT8" ? "uint8" : dtype;
}
