import { weightedFloat32 } from "./weighted_float32";
import { ChannelBlock, WeightedFloat32Plan } from "./weighted_float32_plan";

/** What a bound product of two activations keeps in memory. */
@unmanaged
export class MatmulFloat32Plan {
  a: usize;
  b: usize;
  y: usize;
  /** Bytes of each operand from one sample to the next. */
  aSample: usize;
  bSample: usize;
  /** Which matrix of a and of b each matrix of y reads. */
  aIndex: usize;
  bIndex: usize;
  matrices: i32;
  m: i32;
  k: i32;
  n: i32;
  /** A fully connected layer of k inputs, n outputs and m rows: b is packed as its weights. */
  layer: WeightedFloat32Plan;
}

/** Packs b [k, n] as the weights of the layer: its columns in blocks of eight or four. */
function pack(plan: MatmulFloat32Plan, b: usize): void {
  const blocks = plan.layer.blocks;
  const rowBytes = <usize>plan.n << 2;
  for (let i = 0; i < plan.layer.blockCount; i++) {
    const block = changetype<ChannelBlock>(blocks + <usize>i * offsetof<ChannelBlock>());
    const blockBytes = <usize>block.vectors << 4;
    const bytes = blockBytes - 16 + (<usize>block.lanes << 2);
    let from = b + block.yOffset;
    let to = block.weights;
    for (let row = 0; row < plan.k; row++) {
      let c: usize = 0;
      for (; c + 16 <= bytes; c += 16) v128.store(to + c, v128.load(from + c));
      for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(from + c));
      from += rowBytes;
      to += blockBytes;
    }
  }
}

/** `y = clamp(sum a * b)` for each matrix of the first `samples` samples. */
export function matmulFloat32(plan: MatmulFloat32Plan, samples: i32): void {
  const layer = plan.layer;
  const aBytes = <usize>(plan.m * plan.k) << 2;
  const bBytes = <usize>(plan.k * plan.n) << 2;
  layer.y = plan.y;
  for (let sample = 0; sample < samples; sample++) {
    const a = plan.a + <usize>sample * plan.aSample;
    const b = plan.b + <usize>sample * plan.bSample;
    for (let i = 0; i < plan.matrices; i++) {
      const at = <usize>i << 2;
      pack(plan, b + <usize>load<i32>(plan.bIndex + at) * bBytes);
      layer.x = a + <usize>load<i32>(plan.aIndex + at) * aBytes;
      weightedFloat32(layer, 1);
      layer.y += layer.ySample;
    }
  }
}
