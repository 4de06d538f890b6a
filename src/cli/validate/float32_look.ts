import { prepare } from "../../execute/mod.ts";
import { evaluationIdsOf, type RunSetup } from "../../suite/mod.ts";
import {
  countRight,
  isAboveChance,
  percentRight,
  type RightCount,
  someOf,
} from "../float32_accuracy.ts";

/** What float32 makes of a few samples. */
export interface Float32Look {
  /** Absent where classes are not what is measured. */
  readonly found: RightCount | undefined;
  readonly doubts: readonly string[];
}

/** Tries each model on a few samples: where it is no better than chance, the suite is not what it was made for. */
export function lookAtFloat32(setup: RunSetup): readonly Float32Look[] {
  const { suite, models, source, inputs: reader } = setup;
  return models.map(({ name, graph }) => {
    if (suite.metric !== "top-1") return { found: undefined, doubts: [] };
    const session = prepare(graph, { kernels: "wasm", batch: 16 });
    const ids = someOf(evaluationIdsOf(setup), { graph, times: 1 });
    const found = countRight(session, { source, reader, ids });
    return { found, doubts: isAboveChance(found) ? [] : [chanceDoubt(name, found)] };
  });
}

function chanceDoubt(name: string, found: RightCount): string {
  const chance = `${(100 * found.chance).toFixed(1)} %`;
  return `Model "${name}" is right on ${percentRight(found)} in float32, no better than chance ` +
    `(${chance}). Look at preprocessing, labels and the order of the classes.`;
}
