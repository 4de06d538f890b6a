/** From the plain values of a file to its bytes. */
import { bindBatch, isBatched } from "../../../tensor/mod.ts";
import {
  elementTypes,
  type FileModel,
  type FileOperator,
  type FileScales,
  type FileTensor,
} from "./file_model.ts";
import { FlatbufferWriter, type Offset } from "./flatbuffer_writer.ts";
import { operatorKinds } from "./operator_kinds.ts";

/** The version of the schema. */
const schemaVersion = 3;

/** Where the elements of constants start, as the schema demands. */
const bufferAlignment = 16;

type Elements = NonNullable<FileTensor["data"]>;

/** The bytes of a file; equal models give equal bytes. */
export function encodeModel(model: FileModel): Uint8Array {
  const data = [...new Set(model.tensors.flatMap((tensor) => tensor.data ?? []))];
  const bytes = data.reduce((total, { byteLength }) => total + byteLength, 0);
  const file = new FlatbufferWriter(bytes + 1024 * (1 + model.tensors.length));
  const buffers = encodeBuffers(file, data);
  const tensors = file.offsets(
    model.tensors.map((tensor) =>
      encodeTensor(file, tensor, tensor.data ? data.indexOf(tensor.data) + 1 : 0)
    ),
  );
  const { keys, codes } = encodeCodes(file, model.operators);
  const operators = file.offsets(
    model.operators.map((operator) =>
      encodeOperator(file, operator, keys.indexOf(keyOf(operator)))
    ),
  );
  const [inputs, outputs] = [file.int32s(model.inputs), file.int32s(model.outputs)];
  const name = file.text(model.name);
  const subgraph = file.table(5, ({ offset }) => {
    offset(0, tensors);
    offset(1, inputs);
    offset(2, outputs);
    offset(3, operators);
    offset(4, name);
  });
  const subgraphs = file.offsets([subgraph]);
  const description = file.text(model.description);
  const root = file.table(5, ({ integer, offset }) => {
    integer(0, schemaVersion);
    offset(1, codes);
    offset(2, subgraphs);
    offset(3, description);
    offset(4, buffers);
  });
  return file.finish(root, "TFL3");
}

/** The buffers: the empty one first, as readers expect it, then one for each array. */
function encodeBuffers(file: FlatbufferWriter, data: readonly Elements[]): Offset {
  const written = data.map(({ buffer, byteOffset, byteLength }) =>
    file.bytes(new Uint8Array(buffer, byteOffset, byteLength), bufferAlignment)
  );
  return file.offsets([0, ...written].map((at) => file.table(1, ({ offset }) => offset(0, at))));
}

/** The sizes at batch 1, and as the signature with -1 for the batch. */
function encodeTensor(file: FlatbufferWriter, tensor: FileTensor, buffer: number): Offset {
  const name = file.text(tensor.name);
  const shape = file.int32s(bindBatch(tensor.shape, 1));
  const signature = isBatched(tensor.shape)
    ? file.int32s([-1, ...bindBatch(tensor.shape, 1).slice(1)])
    : 0;
  const quantization = tensor.quantization ? encodeScales(file, tensor.quantization) : 0;
  return file.table(8, ({ byte, integer, offset }) => {
    offset(0, shape);
    byte(1, elementTypes[tensor.elementType]);
    integer(2, buffer);
    offset(3, name);
    offset(4, quantization);
    offset(7, signature);
  });
}

function encodeScales(
  file: FlatbufferWriter,
  { scales, zeroPoints, axis }: FileScales,
): Offset {
  const [scale, zeroPoint] = [file.float32s(scales), file.int64s(zeroPoints)];
  return file.table(7, ({ integer, offset }) => {
    offset(2, scale);
    offset(3, zeroPoint);
    integer(6, axis);
  });
}

function keyOf({ kind, version }: FileOperator): string {
  return `${kind} ${version}`;
}

/** Each kind of operator in each version, once, in the order of their first use. */
function encodeCodes(
  file: FlatbufferWriter,
  operators: readonly FileOperator[],
): { readonly keys: readonly string[]; readonly codes: Offset } {
  const first = new Map(operators.toReversed().map((operator) => [keyOf(operator), operator]));
  const keys = [...new Set(operators.map(keyOf))];
  const codes = file.offsets(keys.map((key) => {
    const { kind, version } = first.get(key)!;
    return file.table(4, ({ byte, integer }) => {
      byte(0, operatorKinds[kind].code);
      integer(2, version);
      integer(3, operatorKinds[kind].code);
    });
  }));
  return { keys, codes };
}

function encodeOperator(file: FlatbufferWriter, operator: FileOperator, code: number): Offset {
  const [inputs, outputs] = [file.int32s(operator.inputs), file.int32s(operator.outputs)];
  const type = operatorKinds[operator.kind].options;
  const slots = operator.options.reduce((most, { slot }) => Math.max(most, slot + 1), 0);
  const options = type === 0 ? 0 : file.table(slots, ({ byte, integer, real }) => {
    for (const field of operator.options) {
      if ("byte" in field) byte(field.slot, field.byte);
      else if ("integer" in field) integer(field.slot, field.integer);
      else real(field.slot, field.real);
    }
  });
  return file.table(5, ({ byte, integer, offset }) => {
    integer(0, code);
    offset(1, inputs);
    offset(2, outputs);
    byte(3, type);
    offset(4, options);
  });
}
