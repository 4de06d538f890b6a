import type { ValueType } from "../../graph/mod.ts";
import type { BoundShape, Shape } from "../../tensor/mod.ts";
import type { ElementType, TfliteQuantization } from "./schema.ts";

/** A constant of the file, its elements still as bytes. */
export interface ConstantOperand {
  readonly kind: "constant";
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: BoundShape;
  readonly data: Uint8Array;
  readonly quantization: TfliteQuantization | undefined;
}

/** A value of the Graph under construction. */
export interface GraphOperand {
  readonly kind: "activation" | "stored";
  readonly name: string;
  readonly type: ValueType;
}

/** A value that is computed at run time. */
export type ActivationOperand = GraphOperand & { readonly kind: "activation" };

/** What a tensor of the file stands for while it is read. */
export type Operand = ConstantOperand | ActivationOperand;

/** The shape of an operand. */
export function shapeOf(operand: Operand | GraphOperand): Shape {
  return operand.kind === "constant" ? operand.shape : operand.type.shape;
}
