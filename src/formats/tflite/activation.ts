import { type Clamp, ensure, noClamp } from "../../graph/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand } from "./operand.ts";

/** Fused activations by their number: their names and what they clamp to. */
const activations: readonly { readonly name: string; readonly clamp?: Clamp }[] = [
  { name: "NONE", clamp: noClamp },
  { name: "RELU", clamp: { min: 0, max: Infinity } },
  { name: "RELU_N1_TO_1", clamp: { min: -1, max: 1 } },
  { name: "RELU6", clamp: { min: 0, max: 6 } },
  { name: "TANH" },
  { name: "SIGN_BIT" },
];

/** The clamp of the fused activation in that option. */
export function fusedClamp(node: NodeReader, slot: number): Clamp {
  const number = node.byte(slot);
  const activation = activations[number];
  const clamp = activation?.clamp;
  ensure(
    clamp !== undefined,
    () =>
      "the fused activation must be NONE, RELU, RELU_N1_TO_1 or RELU6, " +
      `got ${activation?.name ?? `number ${number}`}`,
  );
  return clamp;
}

/** Writes an op that cannot clamp, and a clamp behind it where the operator has an activation. */
export function emitClamped(
  node: NodeReader,
  graph: GraphBuilder,
  { clamp, emit }: {
    readonly clamp: Clamp;
    /** Writes the op; `role` says that it is not the operator's last. */
    readonly emit: (role: { readonly role?: string }) => ActivationOperand;
  },
): ActivationOperand {
  if (clamp === noClamp) return emit({});
  return graph.emit(node, { kind: "clamp", clamp }, { inputs: [emit({ role: "unclamped" })] });
}
