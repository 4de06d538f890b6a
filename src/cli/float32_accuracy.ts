import type { SampleSource } from "../data/mod.ts";
import type { Session } from "../execute/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { classify, countOperations, infer } from "../measure/mod.ts";
import { wilsonInterval } from "../statistics/mod.ts";
import { clean, type InputReader } from "../suite/mod.ts";

/** Samples that float32 is tried on, at most and at least, and multiply-accumulates that this may take. */
const tried = { most: 200, least: 20, macs: 2e11 };

/** How many of some samples a model gets right. */
export interface RightCount {
  readonly right: number;
  readonly samples: number;
  /** The share that always saying the most frequent class would get right. */
  readonly chance: number;
}

/** The first of some samples, so few that a model is soon through with them that many times. */
export function someOf(
  ids: readonly number[],
  { graph, times }: { readonly graph: Graph; readonly times: number },
): readonly number[] {
  const affordable = Math.floor(tried.macs / (countOperations(graph).total.floatMacs * times));
  return ids.slice(0, Math.max(tried.least, Math.min(tried.most, affordable)));
}

/** What a classifier makes of clean samples with labels, a batch of them in memory at a time. */
export function countRight(
  session: Session,
  { source, reader, ids }: {
    readonly source: SampleSource;
    readonly reader: InputReader;
    readonly ids: readonly number[];
  },
): RightCount {
  let right = 0;
  for (let from = 0; from < ids.length; from += session.batch) {
    const some = ids.slice(from, from + session.batch);
    const labels = source.labels(some);
    const logits = infer(session, reader.ofSamples(some, clean));
    const { classes } = classify(logits, logits.length / some.length);
    right += classes.filter((found, i) => found === labels[i]).length;
  }
  const counts = Map.groupBy(source.labels(ids), (label) => label).values();
  const most = Math.max(...[...counts].map(({ length }) => length));
  return { right, samples: ids.length, chance: most / ids.length };
}

/** Whether so many right answers are more than chance gives, with 95 % confidence. */
export function isAboveChance({ right, samples, chance }: RightCount): boolean {
  return wilsonInterval(right, samples).lo > chance;
}

/** `98.0 %`. */
export function percentRight({ right, samples }: RightCount): string {
  return `${(100 * right / samples).toFixed(1)} %`;
}
