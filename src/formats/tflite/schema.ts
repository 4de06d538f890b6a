/** The parts of a TensorFlow Lite file that are read, as plain values. */
import { ensure, maxNodes } from "../../graph/mod.ts";
import { operatorName } from "./builtin_operators.ts";
import { rootTable, type Table } from "./flatbuffer.ts";

/** The element types of a file, by their number. */
const elementTypes = [
  "FLOAT32",
  "FLOAT16",
  "INT32",
  "UINT8",
  "INT64",
  "STRING",
  "BOOL",
  "INT16",
  "COMPLEX64",
  "INT8",
  "FLOAT64",
  "COMPLEX128",
  "UINT64",
  "RESOURCE",
  "VARIANT",
  "UINT32",
  "UINT16",
  "INT4",
  "BFLOAT16",
  "INT2",
  "UINT4",
] as const;

/** The name of an element type; one that is not known has its number. */
export type ElementType = typeof elementTypes[number] | `type ${number}`;

/** How the codes of a tensor stand for reals: one scale, or one along `axis`. */
export interface TfliteQuantization {
  readonly scales: readonly number[];
  /** As many as scales, or fewer. */
  readonly zeroPoints: readonly number[];
  readonly axis: number;
  /** Whether it is of another kind than scales and zero points. */
  readonly custom: boolean;
}

/** A tensor of the file: an activation, or a constant with its bytes. */
export interface TfliteTensor {
  readonly name: string;
  readonly elementType: ElementType;
  /** Sizes at batch 1. */
  readonly shape: readonly number[];
  /** Sizes with -1 for what a caller may choose, where the file says so. */
  readonly signature: readonly number[] | undefined;
  readonly data: Uint8Array | undefined;
  readonly quantization: TfliteQuantization | undefined;
  /** Why the tensor cannot be read, if so: it keeps state, is sparse or lies outside the file. */
  readonly unsupported: string | undefined;
}

/** An operator of the file: its tensors by number, -1 for an input that is left out. */
export interface TfliteOperator {
  /** Its name, as CONV_2D. */
  readonly kind: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly optionsType: number;
  readonly options: Table | undefined;
}

/** The one subgraph of a file. */
export interface TfliteModel {
  readonly name: string;
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
}

/** The version of the schema. */
const schemaVersion = 3;

/**
 * Decodes a TensorFlow Lite file.
 *
 * @throws {RuleError} When the bytes are not such a file, or it holds more than one subgraph.
 */
export function decodeModel(bytes: Uint8Array): TfliteModel {
  const model = rootTable(bytes, "TFL3");
  const version = model.uint32(0);
  ensure(
    version === schemaVersion,
    () => `its schema version must be ${schemaVersion}, got ${version}`,
  );
  const subgraphs = model.tables(2);
  ensure(
    subgraphs.length === 1,
    () => `it must have one subgraph, got ${subgraphs.length}: control flow is not read`,
  );
  const kinds = model.tables(1).map(decodeOperatorKind);
  const buffers = model.tables(4);
  const [subgraph] = subgraphs as readonly [Table];
  const operators = subgraph.tables(3);
  ensure(
    operators.length <= maxNodes,
    () => `it must have at most ${maxNodes} operators, got ${operators.length}`,
  );
  return {
    name: subgraph.text(4),
    tensors: subgraph.tables(0).map((tensor) => decodeTensor(tensor, buffers)),
    inputs: subgraph.int32s(1) ?? [],
    outputs: subgraph.int32s(2) ?? [],
    operators: operators.map((operator) => decodeOperator(operator, kinds)),
  };
}

/** The name of an operator: the byte of old files, the integer of new ones. */
function decodeOperatorKind(code: Table): string {
  const custom = code.text(1);
  const name = operatorName(Math.max(code.int8(0), code.int32(3)));
  return name === "CUSTOM" ? `CUSTOM ${JSON.stringify(custom)}` : name;
}

function decodeOperator(operator: Table, kinds: readonly string[]): TfliteOperator {
  const index = operator.uint32(0);
  const kind = kinds[index];
  ensure(
    kind !== undefined,
    () => `the code of an operator must be one of the ${kinds.length} listed, got ${index}`,
  );
  return {
    kind,
    inputs: operator.int32s(1) ?? [],
    outputs: operator.int32s(2) ?? [],
    optionsType: operator.uint8(3),
    options: operator.table(4),
  };
}

function decodeTensor(tensor: Table, buffers: readonly Table[]): TfliteTensor {
  const type = tensor.int8(1);
  const index = tensor.uint32(2);
  const buffer = buffers[index];
  ensure(
    buffer !== undefined || index === 0,
    () => `the buffer of a tensor must be one of the ${buffers.length} listed, got ${index}`,
  );
  const data = index === 0 ? undefined : buffer?.bytes(0);
  const quantization = tensor.table(4);
  return {
    name: tensor.text(3),
    elementType: elementTypes[type] ?? `type ${type}`,
    shape: tensor.int32s(0) ?? [],
    signature: tensor.int32s(7),
    data: data?.length === 0 ? undefined : data,
    quantization: quantization && decodeQuantization(quantization),
    unsupported: tensor.bool(5)
      ? "must not keep state from run to run (a variable)"
      : tensor.table(6) !== undefined
      ? "must be dense, got a sparse one"
      : tensor.uint32(10) !== 0 || buffer?.has(1)
      ? "must have its data in the file's own buffers, got them elsewhere"
      : undefined,
  };
}

/** None where there is no scale: files of float32 models keep only ranges there. */
function decodeQuantization(quantization: Table): TfliteQuantization | undefined {
  const scales = quantization.float32s(2);
  const custom = quantization.uint8(4) !== 0;
  if (scales.length === 0 && !custom) return undefined;
  return { scales, zeroPoints: quantization.int64s(3), axis: quantization.int32(6), custom };
}
