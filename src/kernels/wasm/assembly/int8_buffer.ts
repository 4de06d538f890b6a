/** An int8 buffer: its codes, and the scale and zero point of sample i at `i * step` bytes. */
@unmanaged
export class Int8Buffer {
  data: usize;
  scales: usize;
  zeroPoints: usize;
  /** 0 where all samples share their parameters. */
  step: usize;
}

// @ts-ignore: decorator
@inline
export function scaleAt(buffer: Int8Buffer, sample: i32): f32 {
  return load<f32>(buffer.scales + <usize>sample * buffer.step);
}

// @ts-ignore: decorator
@inline
export function zeroPointAt(buffer: Int8Buffer, sample: i32): i32 {
  return load<i32>(buffer.zeroPoints + <usize>sample * buffer.step);
}
