import { ensure } from "../../../graph/mod.ts";
import { type Constant, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Constant: a tensor, or one or more numbers. */
export function readConstant(node: NodeReader): Operand {
  node.checkInputs(0, 0);
  const values = [...valuesOf(node)];
  ensure(values.length === 1, () => `it must have one value, got ${values.length}`);
  return { kind: "constant", name: node.output, constant: values[0]! };
}

function* valuesOf(node: NodeReader): Generator<Constant> {
  const tensor = node.tensor("value");
  if (tensor) yield tensor;
  const [float, floats] = [node.float("value_float"), node.floats("value_floats")];
  if (float !== undefined) yield makeConstant("float32", [], [float]);
  if (floats) yield makeConstant("float32", [floats.length], floats);
  const [integer, integers] = [node.integer("value_int"), node.integers("value_ints", Infinity)];
  if (integer !== undefined) yield makeConstant("int64", [], [integer]);
  if (integers) yield makeConstant("int64", [integers.length], integers);
}
