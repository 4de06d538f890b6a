import { PositionsPlan, TapClass } from "./weighted_float32_plan";

/** Positions that run through all channels together, so that their inputs stay in cache. */
export const tileLength: i32 = 64;

/** Writes the addresses of positions `first` to `end` of all samples, class by class. */
export function addressPositions(plan: PositionsPlan, taps: TapClass, first: i32, end: i32): void {
  const positions = taps.positions;
  const offsets = taps.offsets;
  const sample = first / positions;
  let position = first - sample * positions;
  let x = plan.x + <usize>sample * plan.xSample;
  let y = plan.y + <usize>sample * plan.ySample;
  let at = plan.addresses;
  for (let i = first; i < end; i++) {
    store<usize>(at, x + load<usize>(offsets + (position << 3)));
    store<usize>(at, y + load<usize>(offsets + (position << 3), 4), 4);
    at += 8;
    position++;
    if (position == positions) {
      position = 0;
      x += plan.xSample;
      y += plan.ySample;
    }
  }
}
