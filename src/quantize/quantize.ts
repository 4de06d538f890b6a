import type { AffineParameters } from "../affine/mod.ts";
import { type Graph, verifyGraph } from "../graph/mod.ts";
import { withInt8Activations } from "./activations.ts";
import { checkChosen } from "./choosable.ts";
import { withHybridInputs } from "./hybrid.ts";
import type { Scheme } from "./scheme.ts";
import { withInt8Weights } from "./weights.ts";

/** What is the same for every scheme. */
export interface QuantizeOptions {
  /**
   * The codes of the model's inputs have these parameters under every scheme that has codes there: those
   * of a sensor's bytes. float32 and weight-only read float32.
   */
  readonly inputParameters?: AffineParameters;
}

/**
 * A float32 graph under a scheme. Weights are the same in every scheme; the types of the activations
 * are the only difference, and the executor does the rest.
 *
 * @throws {ModelError} When a calibration table lacks a range, a weight or bias is not finite, the scale
 * of `inputParameters` is too small for the biases, or a dynamic value of `mixed` is none that can be
 * chosen.
 */
export function quantize(graph: Graph, scheme: Scheme, options: QuantizeOptions = {}): Graph {
  if (scheme.kind === "float32") return graph;
  const weighted = withInt8Weights(graph, scheme.weights);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  switch (scheme.kind) {
    case "weight-only":
      return verifyGraph(weighted);
    case "hybrid":
      return verifyGraph(withHybridInputs(weighted, options));
    case "static":
      return verifyGraph(
        withInt8Activations(weighted, () => "static", { ...options, table: scheme.table }),
      );
    case "dynamic":
      return verifyGraph(withInt8Activations(weighted, () => "dynamic", options));
    case "dynamic-input": {
      const policy = (value: string) => inputs.has(value) ? "dynamic" : "static";
      return verifyGraph(
        withInt8Activations(weighted, policy, { ...options, table: scheme.table }),
      );
    }
    case "mixed": {
      checkChosen(graph, scheme.dynamic, options);
      const chosen = new Set(scheme.dynamic);
      const policy = (value: string) => chosen.has(value) ? "dynamic" : "static";
      return verifyGraph(
        withInt8Activations(weighted, policy, { ...options, table: scheme.table }),
      );
    }
  }
}
