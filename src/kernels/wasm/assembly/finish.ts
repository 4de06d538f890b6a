import { finishDynamic, scan } from "./finish_dynamic";
import { finishFloat32 } from "./finish_float32";
import { outputDerived, outputDynamic, outputFloat32, outputStatic, Plan } from "./plan";
import { requantize } from "./requantize";

/** Rows whose accumulators are made, then finished, together: a multiple of 6, the rows of a tile. */
export const chunkRows: i32 = 48;

/** Where the accumulators of `position` go: a dynamic output keeps those of the whole sample. */
export function accumulatorsAt(plan: Plan, position: i32): usize {
  if (plan.kind != outputDynamic) return plan.accumulators;
  return plan.accumulators + ((position * plan.channels) << 2);
}

/** Finishes the accumulators at `from` of `rows` positions, `position` being the first. */
export function finishChunk(
  plan: Plan,
  sample: i32,
  position: i32,
  rows: i32,
  from: usize,
): void {
  const count = rows * plan.channels;
  const at = (sample * plan.positions + position) * plan.channels;
  if (plan.kind == outputStatic || plan.kind == outputDerived) {
    requantize(plan, from, count, plan.y + at, plan.yZeroPoint);
  } else if (plan.kind == outputDynamic) scan(plan, from, count);
  else finishFloat32(plan, from, count, plan.y + (at << 2));
}

/** Finishes a sample whose accumulators begin at `from`. */
export function finishSample(plan: Plan, sample: i32, from: usize): void {
  if (plan.kind == outputDynamic) finishDynamic(plan, sample, from);
}
