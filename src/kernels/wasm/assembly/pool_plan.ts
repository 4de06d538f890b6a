/** What a bound pooling op keeps in memory. */
@unmanaged
export class PoolPlan {
  x: usize;
  y: usize;
  /** Bytes from one sample to the next. */
  xSample: usize;
  ySample: usize;
  channels: i32;
  windows: usize;
  windowCount: i32;
}

/** One position of a window: where its cells lie in a sample of x, and its output in one of y. */
@unmanaged
export class PoolWindow {
  cells: usize;
  count: i32;
  y: usize;
}
