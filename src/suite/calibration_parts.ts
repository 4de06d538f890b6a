import { activationNames, originsOf } from "../calibrate/mod.ts";
import { type Graph, valueOf } from "../graph/mod.ts";
import { elementsPerSample } from "../tensor/mod.ts";

/** Tables of one part: from about here on, running the float model once more pays. */
const tablesPerPart = 75;

/** More parts would mostly run the float model. */
const partsMax = 4;

/** The elements that take as long to count as the calibrators take on one value. */
const elementsPerValue = 3000;

/**
 * The activations of a model, shared out among the tasks that find `tables` tables of it. A task runs
 * the float model for itself, so there are several only where that is little beside the rest. A
 * value stays with those that a reshape or transpose made of it. The parts depend on nothing but the
 * model and the number of tables, so that a run can be resumed with other workers.
 */
export function calibrationParts(
  graph: Graph,
  tables: number,
): readonly (readonly string[])[] {
  const count = Math.min(Math.ceil(tables / tablesPerPart), partsMax);
  const parts = Array.from({ length: count }, () => ({ cost: 0, values: [] as string[] }));
  const origins = originsOf(graph);
  const families = Map.groupBy(activationNames(graph), (name) => origins.get(name) ?? name);
  const costOf = (name: string) =>
    elementsPerSample(valueOf(graph, name).type.shape) + elementsPerValue;
  const largestFirst = [...families].sort(([a], [b]) => costOf(b) - costOf(a));
  for (const [origin, family] of largestFirst) {
    const part = parts.reduce((least, one) => one.cost < least.cost ? one : least);
    part.cost += costOf(origin);
    part.values.push(...family);
  }
  return parts.map(({ values }) => values).filter((values) => values.length > 0);
}
