import { type Graph, tiedOps } from "../graph/mod.ts";
import { choosableValues, type QuantizeOptions } from "../quantize/mod.ts";

/** A value that finds its own range, and the values that are made dynamic with it. */
export interface DynamicGroup {
  readonly leader: string;
  /** Clamps and concatenations of it: they only take over what it can represent. */
  readonly followers: readonly string[];
}

/**
 * The choices that a search for dynamic values has: every activation that finds a range of its own, in
 * order of execution. A clamp or concatenation of one follows it, through whatever keeps parameters:
 * static, it would clip again what its input was made dynamic for. One that reads several values
 * follows each of them. What reads fixed parameters alone is no choice.
 */
export function dynamicGroups(
  graph: Graph,
  options: QuantizeOptions = {},
): readonly DynamicGroup[] {
  const choosable = new Set(choosableValues(graph, options));
  const groups = new Map<string, string[]>();
  /** Of each value the leaders that it has its parameters from. */
  const leaders = new Map<string, readonly string[]>();
  const lead = (name: string) => {
    groups.set(name, []);
    leaders.set(name, [name]);
  };
  for (const { name } of graph.inputs) if (choosable.has(name)) lead(name);
  for (const { op, inputs, output } of graph.nodes) {
    const read = inputs.flatMap((name) => leaders.get(name) ?? []);
    if (tiedOps.has(op.kind)) leaders.set(output, leaders.get(inputs[0]!) ?? []);
    else if (!choosable.has(output)) continue;
    else if (op.kind !== "clamp" && op.kind !== "concat") lead(output);
    else {
      const followed = [...new Set(read)];
      leaders.set(output, followed);
      for (const leader of followed) groups.get(leader)!.push(output);
    }
  }
  return [...groups].map(([leader, followers]) => ({ leader, followers }));
}

/** Candidates of a search, at most: each is evaluated on the whole ladder. */
const candidatesMax = 4;

/**
 * How many groups the candidates of a search make dynamic, ascending: 1, 3, then evenly spread up to
 * all. None and all are no candidates: they are the schemes static and dynamic.
 *
 * @example
 * ```ts
 * import { candidateSizes } from "./dynamic_groups.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(candidateSizes(5), [1, 2, 3, 4]);
 * assertEquals(candidateSizes(15), [1, 3, 7, 11]);
 * ```
 */
export function candidateSizes(groups: number): readonly number[] {
  const most = groups - 1;
  if (most <= candidatesMax) return Array.from({ length: Math.max(0, most) }, (_, i) => i + 1);
  const near = [1, 3];
  const spread = candidatesMax - near.length;
  const step = (groups - 3) / (spread + 1);
  return [...near, ...Array.from({ length: spread }, (_, i) => 3 + Math.round(step * (i + 1)))];
}
