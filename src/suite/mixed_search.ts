import { drawIds } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { estimateInstructions } from "../measure/mod.ts";
import { quantize, type QuantizeOptions, type Scheme } from "../quantize/mod.ts";
import { type CalibrationTables, tableKey } from "./evaluations.ts";
import { candidateSizes, type DynamicGroup, dynamicGroups } from "./dynamic_groups.ts";
import type { RangesTask } from "./messages.ts";
import { type Movement, movementOf } from "./movement.ts";
import type { TaskRunner } from "./phases.ts";
import { type Condition, type MixedChoices, standardCalibration } from "./plan.ts";
import { quantizeOptions } from "./quantize_options.ts";
import type { RunSettings } from "./settings.ts";
import type { RunSetup } from "./setup.ts";

/** A value in the order in which a search makes values dynamic. */
export interface MovedValue extends Movement {
  readonly name: string;
  /** The value that it is made dynamic with; absent where it has its own place in the order. */
  readonly follows: string | undefined;
  /** Estimated Cortex-M4 instructions that it adds to static, with what follows it. */
  readonly addedInstructions: number;
}

/** What the search for the dynamic values of scheme mixed found for a model. */
export interface MixedSearch {
  readonly model: string;
  /** In the order of `movedOrder`. */
  readonly values: readonly MovedValue[];
  /** Of each candidate how many of `values`, the first, it makes dynamic; ascending. */
  readonly counts: readonly number[];
}

/** Samples of the calibration pool that show how far ranges move. */
const samples = 100;

/** The share of static's instructions that nobody would save: what adds less goes by movement. */
const negligibleShare = 0.01;

/** The severities that move them. */
const movingSeverities: readonly number[] = [3, 5];

/**
 * The search: float32 observes the first samples of draw 0 of the first fold's pool, never an
 * evaluation sample of it, under every shift of the ladder; the values whose ranges leave the static
 * ones most, for what it costs to follow them, become dynamic first. One candidate a model would be a
 * guess: a handful goes along the order, and the ladder evaluates each. Without scheme mixed there is
 * nothing to search.
 */
export async function searchMixed(
  setup: RunSetup,
  tables: CalibrationTables,
  run: TaskRunner,
): Promise<readonly MixedSearch[]> {
  const { settings, models, folds, suite } = setup;
  if (!settings.schemes.includes("mixed")) return [];
  const pool = folds[0]!.pool;
  const size = Math.min(samples, pool.length);
  const ids = settings.calibrationIds
    ? pool.slice(0, size)
    : drawIds(pool, { seed: settings.seed, draw: 0, size });
  const tasks = models.flatMap(({ name }) =>
    movingConditions(settings).map((condition): RangesTask => (
      { kind: "ranges", model: name, fold: 0, ids, condition }
    ))
  );
  const results = await run("search mixed", tasks);
  return models.map(({ name, graph }) => {
    const observations = results.flatMap(({ ranges }, index) => {
      const { model, condition } = tasks[index]!;
      return model === name ? [{ condition, ranges: new Map(ranges) }] : [];
    });
    const table = tables.get(tableKey(name, standardCalibration(settings)))!;
    const options = quantizeOptions(suite);
    const order = movedOrder(dynamicGroups(graph, options), {
      movement: (value) => movementOf(value, { table, observations }),
      ...instructionsOf(graph, {
        options,
        scheme: { kind: "mixed", weights: settings.weights[0]!, table },
      }),
    });
    return { model: name, ...order };
  });
}

/** Every shift of the ladder at the severities that move ranges, else at the highest there is. */
export function movingConditions(
  { shifts, severities }: Pick<RunSettings, "shifts" | "severities">,
): readonly Condition[] {
  const moving = severities.filter((severity) => movingSeverities.includes(severity));
  const used = moving.length > 0 ? moving : severities.slice(-1);
  return shifts.flatMap((shift) => used.map((severity) => ({ shift, severity })));
}

/**
 * The order in which the values of a model become dynamic: the most movement for an added instruction
 * first, where less than `negligibleShare` of static's instructions is nothing to save; among equals
 * in order of execution, each with its followers behind it. And how far down this order the candidates
 * go.
 */
export function movedOrder(
  groups: readonly DynamicGroup[],
  { movement, fixed, addedBy }: Instructions & {
    readonly movement: (value: string) => Movement;
  },
): Omit<MixedSearch, "model"> {
  const ordered = groups.map((group) => {
    const added = addedBy(group);
    const gain = movement(group.leader).movement / (added + negligibleShare * fixed);
    return { ...group, added, gain };
  }).toSorted((a, b) => b.gain - a.gain);
  const named = new Set<string>();
  const values: MovedValue[] = [];
  const ends = ordered.map(({ leader, followers, added }) => {
    for (const name of [leader, ...followers]) {
      if (named.has(name)) continue;
      named.add(name);
      const follows = name === leader ? undefined : leader;
      values.push({ name, follows, addedInstructions: added, ...movement(name) });
    }
    return values.length;
  });
  return { values, counts: candidateSizes(groups.length).map((size) => ends[size - 1]!) };
}

/** Estimated Cortex-M4 instructions: of static, and what a group adds to these alone. */
interface Instructions {
  readonly fixed: number;
  readonly addedBy: (group: DynamicGroup) => number;
}

function instructionsOf(
  graph: Graph,
  { options, scheme }: {
    readonly options: QuantizeOptions;
    readonly scheme: Omit<Extract<Scheme, { kind: "mixed" }>, "dynamic">;
  },
): Instructions {
  const count = (dynamic: readonly string[]) => {
    const quantized = quantize(graph, { ...scheme, dynamic }, options);
    return quantized.nodes.reduce(
      (sum, node) => sum + (estimateInstructions(quantized, node, "m4") ?? 0),
      0,
    );
  };
  const fixed = count([]);
  return { fixed, addedBy: ({ leader, followers }) => count([leader, ...followers]) - fixed };
}

/** The candidates of each model, as names. */
export function choicesOf(searches: readonly MixedSearch[]): MixedChoices {
  return new Map(
    searches.map(({ model, values, counts }) => [
      model,
      counts.map((count) => values.slice(0, count).map(({ name }) => name)),
    ]),
  );
}
