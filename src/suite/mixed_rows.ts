import type { MixedRow } from "../records/mod.ts";
import type { MixedSearch } from "./mixed_search.ts";
import { rounded } from "./measured_run.ts";
import type { SuiteModel } from "./models.ts";

/** The rows of mixed.csv: the values of each model in the order in which they become dynamic. */
export function mixedRows(
  suite: string,
  models: readonly SuiteModel[],
  searches: readonly MixedSearch[],
): readonly MixedRow[] {
  return searches.flatMap(({ model, values, counts }) => {
    const { nodes } = models.find(({ name }) => name === model)!.graph;
    const ops = new Map(nodes.map(({ output, op }) => [output, op.kind] as const));
    return values.map((value, index): MixedRow => ({
      suite,
      model,
      rank: index + 1,
      layer: value.name,
      op: ops.get(value.name) ?? "input",
      follows: value.follows,
      movement: rounded(value.movement)!,
      addedInstructionsM4: value.follows === undefined
        ? Math.round(value.addedInstructions)
        : undefined,
      shift: value.condition?.shift,
      severity: value.condition?.severity,
      staticLo: value.fixed.lo,
      staticHi: value.fixed.hi,
      observedLo: value.observed.lo,
      observedHi: value.observed.hi,
      dynamicValues: counts.find((count) => count > index),
    }));
  });
}
