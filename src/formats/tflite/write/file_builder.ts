import {
  type Graph,
  Names,
  type Op,
  type OpKind,
  type OpOf,
  tiedOps,
  type Value,
} from "../../../graph/mod.ts";
import type { BoundShape } from "../../../tensor/mod.ts";
import { asUint8, formatOf } from "./file_format.ts";
import type { FileModel, FileOperator, FileScales, FileTensor, OptionField } from "./file_model.ts";
import type { OperatorKind } from "./operator_kinds.ts";

/** The values of a node of the Graph. */
export interface NodeValues {
  readonly inputs: readonly Value[];
  readonly output: Value;
}

/** A node of the Graph as the writer of its op sees it. */
export type OpNode<K extends OpKind = OpKind> = NodeValues & { readonly op: OpOf<K> };

/** An operator to write. */
export interface OperatorFields {
  readonly version: number;
  /** Tensors by number, -1 for one that is left out. */
  readonly inputs: readonly number[];
  readonly output: number;
  /** @default {[]} */
  readonly options?: readonly OptionField[];
}

/** The file under construction: what the nodes of a Graph are written to. */
export class FileBuilder {
  readonly #graph: Graph;
  readonly #uint8: ReadonlySet<string>;
  readonly #makers: ReadonlyMap<string, { readonly op: Op; readonly input: string }>;
  readonly #names: Names;
  readonly #tensors: FileTensor[] = [];
  readonly #indices = new Map<string, number>();
  readonly #operators: FileOperator[] = [];

  constructor(
    graph: Graph,
    { uint8 }: {
      /** Values whose tensors are UINT8. */
      readonly uint8: ReadonlySet<string>;
    },
  ) {
    this.#graph = graph;
    this.#uint8 = uint8;
    this.#names = new Names(graph.values.keys());
    this.#makers = new Map(
      graph.nodes.map(({ op, inputs, output }) => [output, { op, input: inputs[0]! }]),
    );
  }

  /** The tensor of an activation, or of a constant that is float32 or has one scale. */
  operand(value: Value): number {
    const { name, type, constant } = value;
    const format = formatOf(type, name);
    return this.#once(name, {
      ...(this.#uint8.has(name) ? asUint8(format) : format),
      name,
      shape: type.shape,
      ...(constant && { data: constant.data }),
    });
  }

  /** The tensor of a constant in another shape or with scales that its value does not tell. */
  constant(
    value: Value,
    { shape, quantization }: { readonly shape: BoundShape; readonly quantization?: FileScales },
  ): number {
    const { data, dtype } = value.constant!;
    const elementType = dtype === "int8" ? "INT8" : dtype === "int32" ? "INT32" : "FLOAT32";
    return this.#once(JSON.stringify([value.name, shape, quantization]), {
      name: value.name,
      elementType,
      shape,
      data,
      ...(quantization && { quantization }),
    });
  }

  /** A constant of INT32: sizes, axes or pads. */
  integers(
    wanted: string,
    { values, shape = [values.length] }: {
      readonly values: readonly number[];
      readonly shape?: BoundShape;
    },
  ): number {
    return this.extra(wanted, { elementType: "INT32", shape, data: Int32Array.from(values) });
  }

  /** A tensor that is no value of the Graph; its name is `wanted` or one like it. */
  extra(wanted: string, tensor: Omit<FileTensor, "name">): number {
    return this.#add({ ...tensor, name: this.#names.take(wanted) });
  }

  emit(kind: OperatorKind, { version, inputs, output, options = [] }: OperatorFields): void {
    this.#operators.push({ kind, version, inputs, outputs: [output], options });
  }

  /** Whether an activation is 0 or more, whatever the input: it was clamped, perhaps moved since. */
  isNonNegative(name: string): boolean {
    for (let at = this.#makers.get(name); at !== undefined; at = this.#makers.get(at.input)) {
      const { op } = at;
      if ("clamp" in op) return op.clamp.min >= 0;
      if (!tiedOps.has(op.kind)) return false;
      if (op.kind === "pad" && op.value < 0) return false;
    }
    return false;
  }

  finish(
    { description, inputs, outputs }: Pick<FileModel, "description" | "inputs" | "outputs">,
  ): FileModel {
    const { name } = this.#graph;
    const [tensors, operators] = [this.#tensors, this.#operators];
    return { name, description, tensors, inputs, outputs, operators };
  }

  #once(key: string, tensor: FileTensor): number {
    const index = this.#indices.get(key) ?? this.#add(tensor);
    this.#indices.set(key, index);
    return index;
  }

  #add(tensor: FileTensor): number {
    this.#tensors.push(tensor);
    return this.#tensors.length - 1;
  }
}
