import type { RoundingProfile } from "../../src/affine/mod.ts";
import { classify, noiseEnergy } from "../../src/measure/mod.ts";
import {
  auc,
  aucDifference,
  aucInterval,
  type Interval,
  mcnemar,
  pairedDifference,
  type Scores,
  sqnrDb,
  wilsonInterval,
} from "../../src/statistics/mod.ts";
import { reconstructionErrors } from "./anomalies.ts";
import { float32Name, type Outputs, shippedName } from "./evaluate.ts";
import type { Task } from "./task.ts";

/** One model on the evaluation samples of a task. */
export interface Row {
  readonly name: string;
  /** Share of samples that are right, or the AUC. */
  readonly value: number;
  readonly interval: Interval;
  /** `value` less that of the shipped model, with its paired interval; undefined for that one itself. */
  readonly againstShipped: Interval & { readonly difference: number } | undefined;
  /** Exact McNemar against the shipped model; of top-1 only. */
  readonly mcnemarP: number | undefined;
  /** Share of samples with the class of float32; of top-1 only. */
  readonly agreement: number | undefined;
  /** Outputs against those of float32; undefined where they are the same. */
  readonly sqnrDb: number | undefined;
}

/**
 * Compares every model with float32 and with the shipped one under a rounding profile, in the order of
 * the outputs.
 */
export function compare(
  task: Task,
  outputs: Outputs,
  { rounding }: { readonly rounding: RoundingProfile },
): readonly Row[] {
  const baseline = shippedName(rounding);
  const given = { float32: outputs.get(float32Name)!, shipped: outputs.get(baseline)! };
  const measure = task.metric === "auc" ? aucMeasure(task, given) : top1Measure(task, given);
  return [...outputs].map(([name, found]) => {
    const { againstShipped, mcnemarP, ...measured } = measure(found);
    const { signal, noise } = noiseEnergy(given.float32, found);
    const paired = name === baseline
      ? { againstShipped: undefined, mcnemarP: undefined }
      : { againstShipped, mcnemarP };
    return { name, ...measured, ...paired, sqnrDb: sqnrDb(signal, noise) };
  });
}

/** The outputs that the others are compared with. */
interface Given {
  readonly float32: Float32Array;
  readonly shipped: Float32Array;
}

type Measure = (outputs: Float32Array) => Omit<Row, "name" | "sqnrDb">;

function top1Measure({ labels }: Task, given: Given): Measure {
  const classesOf = (found: Float32Array) => classify(found, found.length / labels.length).classes;
  const shipped = classesOf(given.shipped);
  const float32 = classesOf(given.float32);
  return (found) => {
    const classes = classesOf(found);
    let [both, onlyFirst, onlySecond, neither, agreed] = [0, 0, 0, 0, 0];
    labels.forEach((label, i) => {
      const [isRight, shippedRight] = [classes[i] === label, shipped[i] === label];
      if (isRight && shippedRight) both++;
      else if (isRight) onlyFirst++;
      else if (shippedRight) onlySecond++;
      else neither++;
      if (classes[i] === float32[i]) agreed++;
    });
    return {
      value: (both + onlyFirst) / labels.length,
      interval: wilsonInterval(both + onlyFirst, labels.length),
      againstShipped: pairedDifference({ both, onlyFirst, onlySecond, neither }),
      mcnemarP: mcnemar(onlyFirst, onlySecond),
      agreement: agreed / labels.length,
    };
  };
}

function aucMeasure({ inputs, labels }: Task, given: Given): Measure {
  const scoresOf = (found: Float32Array): Scores => {
    const errors = reconstructionErrors(inputs, found, { samples: labels.length });
    return {
      positive: errors.filter((_, i) => labels[i] === 1),
      negative: errors.filter((_, i) => labels[i] === 0),
    };
  };
  const shipped = scoresOf(given.shipped);
  return (found) => {
    const scores = scoresOf(found);
    return {
      value: auc(scores),
      interval: aucInterval(scores),
      againstShipped: aucDifference(scores, shipped),
      mcnemarP: undefined,
      agreement: undefined,
    };
  };
}
