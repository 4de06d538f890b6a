import type { Graph } from "../graph.ts";
import { channelsLast } from "./channels_last.ts";
import { foldBatchNorm } from "./fold_batch_norm.ts";
import { fuseActivation } from "./fuse_activation.ts";

/**
 * The passes that a reader runs on a float32 graph: {@linkcode channelsLast}, then
 * {@linkcode foldBatchNorm}, then {@linkcode fuseActivation}. Inputs and outputs stay as they are.
 *
 * @throws {ModelError} When the graph breaks a rule.
 */
export function simplify(graph: Graph): Graph {
  return fuseActivation(foldBatchNorm(channelsLast(graph)));
}
