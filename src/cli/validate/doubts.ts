import { isAbsolute } from "@std/path";
import { evaluationCount, partPaths } from "../../data/mod.ts";
import type { Graph } from "../../graph/mod.ts";
import { wilsonInterval } from "../../statistics/mod.ts";
import { evaluationIdsOf, type RunSetup } from "../../suite/mod.ts";
import { valueDoubts } from "./value_doubts.ts";

/** Fewer samples than these are few. */
const few = 100;

/** With so many samples a class on average, each class has some. */
const expected = 10;

/** A class with so many times the samples of another outweighs it. */
const unbalanced = 20;

/**
 * What a person may want to know before believing the results of a suite that is valid, and what to do
 * about it, a sentence each.
 */
export function doubtsOf(setup: RunSetup): readonly string[] {
  return [
    ...countDoubts(setup),
    ...classDoubts(setup),
    ...valueDoubts(setup),
    ...setup.models.flatMap(({ name, graph }) => modelDoubts(name, graph)),
    ...placeDoubts(setup),
  ];
}

function countDoubts({ dataset, folds }: RunSetup): readonly string[] {
  const evaluated = evaluationCount(dataset);
  const pool = Math.min(...folds.map((fold) => fold.pool.length));
  const doubts: string[] = [];
  if (evaluated < few) {
    const { lo, hi } = wilsonInterval(Math.round(0.9 * evaluated), evaluated);
    doubts.push(
      `Only ${evaluated} samples are evaluated: an accuracy of 90 % is known within ` +
        `${(100 * lo).toFixed(0)} to ${(100 * hi).toFixed(0)} %. Take more samples.`,
    );
  }
  if (pool < few) {
    doubts.push(
      `Only ${pool} samples may calibrate, where sets of ${few} and more are usual. Take more samples, ` +
        "or give the pool more of them (split).",
    );
  }
  if (dataset.copies > 0) {
    doubts.push(
      `${dataset.copies} of ${dataset.count} samples are copies of others. None calibrates for its own ` +
        "copy; if they are not meant, remove them.",
    );
  }
  return doubts;
}

function classDoubts(setup: RunSetup): readonly string[] {
  const { source, suite } = setup;
  if (source.classNames === undefined || suite.metric !== "top-1") return [];
  const counts = source.classNames.map((name) => ({ name, count: 0 }));
  for (const label of source.labels(evaluationIdsOf(setup))) counts[label]!.count++;
  const missing = counts.find(({ count }) => count === 0);
  const evaluated = evaluationIdsOf(setup).length;
  if (missing !== undefined && evaluated >= expected * counts.length) {
    return [`No evaluated sample is of class "${missing.name}". Is the list of classes right?`];
  }
  const sorted = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  if (most.count <= unbalanced * least.count) return [];
  return [
    `Of the evaluated samples ${most.count} are of class "${most.name}" and ${least.count} of ` +
    `"${least.name}", so accuracy is mostly that of "${most.name}". Even them out.`,
  ];
}

function modelDoubts(name: string, { nodes, outputs }: Graph): readonly string[] {
  const last = nodes.find(({ output }) => output === outputs[0]!.name);
  if (last?.op.kind !== "softmax") return [];
  return [
    `Model "${name}" ends in a softmax: int8 scores closer than 1/256 tie, and SQNR is that of ` +
    "probabilities. Export it without: its classes are the same.",
  ];
}

function placeDoubts({ suite: { dataset } }: RunSetup): readonly string[] {
  if (typeof dataset === "string") return [];
  const absolute = dataset.parts.flatMap(partPaths).find((path) => isAbsolute(path));
  if (absolute === undefined) return [];
  return [
    `The data lie at ${absolute}, which other machines do not have. To pass the suite on, put them into ` +
    "its folder and write their path relative to it.",
  ];
}
