import type { AffineParameters } from "../affine/mod.ts";
import { type Graph, ModelError, tiedOps } from "../graph/mod.ts";
import { fixedParameters } from "./types.ts";

/** What is the same for every scheme, as far as it fixes parameters. */
interface FixedInputs {
  readonly inputParameters?: AffineParameters;
}

/**
 * The activations of a float32 graph whose parameters a scheme may either fix or find for each input,
 * in order of execution. The others have no parameters of their own: pooling, reshape, transpose and pad
 * keep those of their input, softmax and the like write fixed ones, and bytes of a sensor bring theirs.
 *
 * @example
 * ```ts
 * import { choosableValues } from "./choosable.ts";
 * import { unquantized } from "../graph/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const type = { dtype: "float32", shape: ["batch", 3], quantization: unquantized } as const;
 * const graph = {
 *   name: "two",
 *   inputs: [{ name: "x", ...type }],
 *   outputs: [{ name: "y", ...type }],
 *   values: new Map(["x", "h", "y"].map((name) => [name, { name, type }])),
 *   nodes: [
 *     { name: "n", op: { kind: "hardSwish" }, inputs: ["x"], output: "h" },
 *     { name: "m", op: { kind: "softmax" }, inputs: ["h"], output: "y" },
 *   ],
 * } as const;
 * assertEquals(choosableValues(graph), ["x", "h"]);
 * ```
 */
export function choosableValues(
  { inputs, nodes }: Graph,
  { inputParameters }: FixedInputs = {},
): readonly string[] {
  const given = inputParameters === undefined ? inputs.map(({ name }) => name) : [];
  const made = nodes.filter(({ op: { kind } }) => !tiedOps.has(kind) && !fixedParameters(kind));
  return [...given, ...made.map(({ output }) => output)];
}

/** Names that an error lists, at most. */
const listed = 12;

/** @throws {ModelError} When a name is none of `choosableValues`: says why, and what to name instead. */
export function checkChosen(
  graph: Graph,
  names: readonly string[],
  options: FixedInputs,
): void {
  const choosable = choosableValues(graph, options);
  const wrong = names.find((name) => !choosable.includes(name));
  if (wrong === undefined) return;
  const some = choosable.slice(0, listed).join(", ");
  const more = choosable.length > listed ? ` and ${choosable.length - listed} more` : "";
  throw new ModelError(
    `Cannot make value "${wrong}" dynamic: ${whyNot(graph, wrong)}; the model has ${some}${more}`,
  );
}

function whyNot(graph: Graph, name: string): string {
  if (graph.inputs.some((port) => port.name === name)) {
    return "the parameters of its bytes are the sensor's";
  }
  const maker = graph.nodes.find(({ output }) => output === name);
  if (maker === undefined) return "it must be an activation of the model";
  return tiedOps.has(maker.op.kind)
    ? `${maker.op.kind} keeps the parameters of its input, "${maker.inputs[0]}"`
    : `${maker.op.kind} writes fixed parameters`;
}
