import { deriveSample } from "./derive";
import { accumulatorsAt, chunkRows, finishChunk, finishSample } from "./finish";
import { gemm } from "./gemm";
import { packCodes } from "./pack";
import { outputStatic, Plan, zeroPointOf } from "./plan";

/**
 * Int8 fully connected layer, and 1x1 convolution: x [rows, I] times weights. Rows of all samples
 * are alike to a static output. Samples of few rows share a chunk.
 */
export function fullyConnectedInt8(plan: Plan, samples: i32): void {
  if (plan.kind == outputStatic) runRows(plan, 0, samples * plan.rowCount);
  else if (plan.rowCount * 2 > chunkRows) {
    for (let sample = 0; sample < samples; sample++) {
      deriveSample(plan, sample);
      runRows(plan, sample, plan.rowCount);
      finishSample(plan, sample, plan.accumulators);
    }
  } else {
    const together = chunkRows / plan.rowCount;
    for (let sample = 0; sample < samples; sample += together) {
      runSamples(plan, sample, min(samples - sample, together));
    }
  }
}

/** `count` rows from the first of `sample` on. */
function runRows(plan: Plan, sample: i32, count: i32): void {
  const inputs = plan.inputChannels;
  const x = plan.x + sample * plan.xPerSample;
  const zeroPoint = zeroPointOf(plan, sample);
  for (let row = 0; row < count; row += chunkRows) {
    const rows = min(count - row, chunkRows);
    const to = accumulatorsAt(plan, row);
    packCodes(plan, x + row * inputs, rows * inputs, zeroPoint, plan.packed);
    gemm(plan, plan.rows, rows, plan.packed, plan.start, to);
    finishChunk(plan, sample, row, rows, to);
  }
}

/** The samples of one chunk: one product, without what each sample starts from; that is added. */
function runSamples(plan: Plan, first: i32, samples: i32): void {
  const rows = plan.rowCount;
  const rowBytes = plan.inputChannels * plan.operandBytes;
  for (let i = 0; i < samples; i++) {
    const x = plan.x + (first + i) * plan.xPerSample;
    packCodes(
      plan,
      x,
      plan.xPerSample,
      zeroPointOf(plan, first + i),
      plan.packed + i * rows * rowBytes,
    );
  }
  gemm(plan, plan.rows, samples * rows, plan.packed, plan.zeros, plan.accumulators);
  let at = plan.accumulators;
  for (let i = 0; i < samples; i++) {
    deriveSample(plan, first + i);
    for (let row = 0; row < rows; row++) {
      addStart(plan, at + ((row * plan.channels) << 2));
    }
    finishChunk(plan, first + i, 0, rows, at);
    finishSample(plan, first + i, at);
    at += (rows * plan.channels) << 2;
  }
}

/** Adds to a row of accumulators what those of its sample start from. */
function addStart(plan: Plan, row: usize): void {
  const bytes = <usize> plan.channels << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(row + at, i32x4.add(v128.load(row + at), v128.load(plan.start + at)));
  }
  for (; at < bytes; at += 4) {
    store<i32>(row + at, load<i32>(row + at) + load<i32>(plan.start + at));
  }
}
