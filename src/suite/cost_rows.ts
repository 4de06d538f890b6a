import type { Graph } from "../graph/mod.ts";
import {
  type Core,
  cores,
  countOperations,
  estimateInstructions,
  planMemory,
} from "../measure/mod.ts";
import type { CostRow } from "../records/mod.ts";

/** The rows of cost.csv for one quantized model: one a node, then the total. */
export function costRows(
  graph: Graph,
  names: Pick<CostRow, "suite" | "model" | "scheme" | "weights" | "dynamicValues">,
): readonly CostRow[] {
  const { nodes, total } = countOperations(graph);
  const memory = planMemory(graph);
  const instructions = nodes.map(({ node }) => instructionsOf(graph, node));
  const layers = nodes.map(({ node, work }, index): CostRow => ({
    ...names,
    layer: node.name,
    op: node.op.kind,
    flashBytes: memory.flashBytes[index]!,
    arenaBytes: undefined,
    livenessBytes: memory.livenessBytes[index]!,
    ...work,
    ...columnsOf((core) => instructions[index]![core]),
  }));
  return [...layers, {
    ...names,
    layer: "total",
    op: "model",
    flashBytes: memory.totalFlashBytes,
    arenaBytes: memory.arenaBytes,
    livenessBytes: memory.livenessBound,
    ...total,
    ...columnsOf((core) => sumOf(instructions.map((layer) => layer[core]))),
  }];
}

type PerCore = Readonly<Record<Core, number | undefined>>;

function instructionsOf(graph: Graph, node: Graph["nodes"][number]): PerCore {
  const estimates = cores.map((core) => [core, estimateInstructions(graph, node, core)] as const);
  return Object.fromEntries(estimates) as PerCore;
}

/** The sum, absent where a layer has no estimate. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (sum, value) => sum === undefined || value === undefined ? undefined : sum + value,
    0,
  );
}

function columnsOf(estimate: (core: Core) => number | undefined) {
  const whole = (core: Core) => {
    const value = estimate(core);
    return value === undefined ? undefined : Math.round(value);
  };
  return {
    instructionsM3: whole("m3"),
    instructionsM4: whole("m4"),
    instructionsM7: whole("m7"),
    instructionsM55: whole("m55"),
  };
}
