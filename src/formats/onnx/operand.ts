import type { Scale } from "../../affine/mod.ts";
import type { Shape, Tensor } from "../../tensor/mod.ts";
import type { CodedConstant, CodeType } from "./codes.ts";
import type { Constant } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";

/** Codes of an activation: their type in the file, and whose parameters they have. */
export interface Codes {
  readonly elementType: CodeType;
  /** The value that got the parameters; what moves codes hands them on. */
  readonly source: string;
}

/** What a name of the ONNX graph stands for while it is read. */
export type Operand =
  | {
    readonly kind: "constant";
    readonly name: string;
    readonly constant: Constant;
    /** The integers that the float32 elements were dequantized from. */
    readonly coded?: CodedConstant;
    /** Whether it is a value of the Graph already, under its name. */
    readonly stored?: boolean;
  }
  | {
    readonly kind: "activation";
    readonly name: string;
    readonly shape: Shape;
    /** Of int8 and uint8 codes; absent: float32. */
    readonly codes?: Codes;
    /** Whether its float32 elements are int32 in the file. */
    readonly integer?: boolean;
  };

/** A constant operand. */
export type ConstantOperand = Extract<Operand, { readonly kind: "constant" }>;

/** An activation operand: a value of the Graph under construction. */
export type ActivationOperand = Extract<Operand, { readonly kind: "activation" }>;

/**
 * What has no value in the Graph, and waits for the node that makes one of it: the scale and the zero
 * point that DynamicQuantizeLinear found for `source`, and the int32 sums of MatMulInteger and
 * ConvInteger.
 */
export type PendingOperand =
  | {
    readonly kind: "scale";
    readonly name: string;
    readonly shape: Shape;
    readonly source: string;
    /** A constant that it was multiplied with: the scales of weights. */
    readonly factor?: Constant;
  }
  | {
    readonly kind: "zeroPoint";
    readonly name: string;
    readonly shape: Shape;
    readonly source: string;
  }
  | {
    readonly kind: "sums";
    readonly name: string;
    readonly shape: Shape;
    readonly sums: IntegerSums;
  };

/** Sums of products of codes with constant weights. */
export interface IntegerSums {
  /** The value that the parameters of the input come from. */
  readonly source: string;
  /** Whether those are found at run time; else they are scale 1 and a constant zero point. */
  readonly dynamic: boolean;
  /** The largest magnitude that a sum can have. */
  readonly bound: number;
  /** Sizes of the axes behind the output channels: 1 each in a constant along the channels. */
  readonly trailing: number;
  /** Output channels. */
  readonly channels: number;
  /** Writes the weighted op that gives `sum * scale of the input * scales` as the node's output. */
  readonly write: (node: NodeReader, scales: readonly Scale[]) => ActivationOperand;
}

/** Sums that wait for their scale. */
export type SumsOperand = Extract<PendingOperand, { readonly kind: "sums" }>;

/** Whatever a name stands for. */
export type AnyOperand = Operand | PendingOperand;

/** The shape of an operand. */
export function shapeOf(operand: AnyOperand): Shape {
  return operand.kind === "constant" ? operand.constant.shape : operand.shape;
}

/** A constant that is a value of the Graph. Its elements are integers, whatever their dtype. */
export function storedOperand(name: string, { shape, data }: Tensor): ConstantOperand {
  return { kind: "constant", name, constant: { elementType: "int32", shape, data }, stored: true };
}
