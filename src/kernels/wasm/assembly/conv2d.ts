import { deriveSample } from "./derive";
import { accumulatorsAt, chunkRows, finishChunk, finishSample } from "./finish";
import { gemm } from "./gemm";
import { packImage } from "./pack";
import { outputStatic, Plan } from "./plan";

/**
 * Int8 convolution: each image is packed with its padding, then multiplied as a matrix whose rows
 * are windows, found in place.
 */
export function conv2dInt8(plan: Plan, samples: i32): void {
  const imageBytes = plan.xPerSample / plan.images;
  for (let sample = 0; sample < samples; sample++) {
    if (plan.kind != outputStatic) deriveSample(plan, sample);
    let position = 0;
    for (let image = 0; image < plan.images; image++) {
      packImage(plan, plan.x + sample * plan.xPerSample + image * imageBytes, sample);
      for (let row = 0; row < plan.rowCount; row += chunkRows) {
        const count = min(plan.rowCount - row, chunkRows);
        const positions = count * plan.abreast;
        const to = accumulatorsAt(plan, position);
        gemm(plan, plan.rows + (row << 2), count, plan.packed, plan.start, to);
        finishChunk(plan, sample, position, positions, to);
        position += positions;
      }
    }
    finishSample(plan, sample, plan.accumulators);
  }
}
