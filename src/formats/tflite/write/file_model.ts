/** A TensorFlow Lite file as plain values, before it becomes bytes. */
import type { Shape, TypedArrays } from "../../../tensor/mod.ts";
import type { OperatorKind } from "./operator_kinds.ts";

/** The element types that are written, by their number. */
export const elementTypes = { FLOAT32: 0, INT32: 2, UINT8: 3, INT8: 9 } as const;

/** The name of an element type. */
export type ElementType = keyof typeof elementTypes;

/** `real = scale * (code - zeroPoint)`: one scale, or one along `axis` of the file's tensor. */
export interface FileScales {
  readonly scales: readonly number[];
  /** As many as scales. */
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

/** Element type and quantization of a tensor. */
export interface FileFormat {
  readonly elementType: ElementType;
  readonly quantization?: FileScales;
}

/** A tensor: an activation, or a constant with its elements. Equal arrays share a buffer. */
export interface FileTensor extends FileFormat {
  readonly name: string;
  readonly shape: Shape;
  readonly data?: TypedArrays[keyof TypedArrays];
}

/** A field of an operator's options by its slot; what equals the schema's default is left out. */
export type OptionField =
  | { readonly slot: number; readonly byte: number }
  | { readonly slot: number; readonly integer: number }
  | { readonly slot: number; readonly real: number };

/** An operator: its tensors by number, -1 for an input that is left out. */
export interface FileOperator {
  readonly kind: OperatorKind;
  readonly version: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: readonly OptionField[];
}

/** A file of one subgraph. */
export interface FileModel {
  readonly name: string;
  readonly description: string;
  readonly tensors: readonly FileTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly FileOperator[];
}
