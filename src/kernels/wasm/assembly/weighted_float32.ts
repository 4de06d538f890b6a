import { addressPositions, tileLength } from "./positions";
import { fourByEight, fourByFour, oneByFour, oneBySixteen } from "./weighted_float32_blocks";
import { ChannelBlock, TapClass, WeightedFloat32Plan } from "./weighted_float32_plan";

const classBytes: usize = offsetof<TapClass>();
const blockBytes: usize = offsetof<ChannelBlock>();

/** `y = clamp(sum w * x + b)` for the first `samples` samples: convolution and fully connected. */
export function weightedFloat32(plan: WeightedFloat32Plan, samples: i32): void {
  const addresses = plan.addresses;
  const blocks = plan.blocks;
  const blocksEnd = blocks + <usize>plan.blockCount * blockBytes;
  for (let k = 0; k < plan.classCount; k++) {
    const taps = changetype<TapClass>(plan.classes + <usize>k * classBytes);
    const count = taps.positions * samples;
    for (let first = 0; first < count; first += tileLength) {
      const end = min(first + tileLength, count);
      addressPositions(plan, taps, first, end);
      const fours = addresses + (((end - first) & ~3) << 3);
      const ones = addresses + ((end - first) << 3);
      for (let b = blocks; b < blocksEnd; b += blockBytes) {
        const block = changetype<ChannelBlock>(b);
        let at = addresses;
        if (block.vectors == 2) {
          for (; at < fours; at += 32) fourByEight(plan, taps, block, at);
        } else {
          for (; at < fours; at += 32) fourByFour(plan, taps, block, at);
        }
      }
      if (fours == ones) continue;
      for (let b = blocks; b < blocksEnd; b += blockBytes) {
        const block = changetype<ChannelBlock>(b);
        if (block.vectors == 1) {
          for (let at = fours; at < ones; at += 8) oneByFour(plan, taps, block, at);
          continue;
        }
        // Eight channels alone take as long as sixteen: the sums wait for each other.
        let next = block;
        if (b + blockBytes < blocksEnd) {
          const follower = changetype<ChannelBlock>(b + blockBytes);
          if (follower.vectors == 2 && follower.xOffset == block.xOffset) next = follower;
        }
        for (let at = fours; at < ones; at += 8) oneBySixteen(plan, taps, block, next, at);
        if (next != block) b += blockBytes;
      }
    }
  }
}
