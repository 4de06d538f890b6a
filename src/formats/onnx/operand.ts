import type { Shape } from "../../tensor/mod.ts";
import type { Constant } from "./constant.ts";

/** What a name of the ONNX graph stands for while it is read. */
export type Operand =
  | { readonly kind: "constant"; readonly name: string; readonly constant: Constant }
  | { readonly kind: "activation"; readonly name: string; readonly shape: Shape };

/** A constant operand. */
export type ConstantOperand = Extract<Operand, { readonly kind: "constant" }>;

/** An activation operand: a value of the Graph under construction. */
export type ActivationOperand = Extract<Operand, { readonly kind: "activation" }>;

/** The shape of an operand. */
export function shapeOf(operand: Operand): Shape {
  return operand.kind === "constant" ? operand.constant.shape : operand.shape;
}
