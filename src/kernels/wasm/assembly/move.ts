/** Kernels that move elements: by index, by table, in runs. */

/**
 * Bytes by index: y of a sample is `x[index]`, and where the index is negative the fill, which moves by
 * `fillStep` bytes from sample to sample.
 */
export function gather8(
  x: usize,
  y: usize,
  inputs: i32,
  index: usize,
  count: i32,
  fill: usize,
  fillStep: usize,
  samples: i32,
): void {
  const end = index + (<usize>count << 2);
  for (let sample = 0; sample < samples; sample++) {
    const padding = load<i32>(fill);
    for (let i = index; i < end; i += 4, y++) {
      const from = load<i32>(i);
      store<i8>(y, from < 0 ? padding : <i32>load<i8>(x + <usize>from));
    }
    x += <usize>inputs;
    fill += fillStep;
  }
}

/** The same for elements of four bytes. */
export function gather32(
  x: usize,
  y: usize,
  inputs: i32,
  index: usize,
  count: i32,
  fill: usize,
  fillStep: usize,
  samples: i32,
): void {
  const end = index + (<usize>count << 2);
  for (let sample = 0; sample < samples; sample++) {
    const padding = load<i32>(fill);
    for (let i = index; i < end; i += 4, y += 4) {
      const from = load<i32>(i);
      store<i32>(y, from < 0 ? padding : load<i32>(x + (<usize>from << 2)));
    }
    x += <usize>inputs << 2;
    fill += fillStep;
  }
}

/** Copies `rows` runs of `bytes`, `xStep` and `yStep` bytes apart. */
export function copyRuns(
  x: usize,
  y: usize,
  rows: i32,
  bytes: usize,
  xStep: usize,
  yStep: usize,
): void {
  for (let row = 0; row < rows; row++) {
    memory.copy(y, x, bytes);
    x += xStep;
    y += yStep;
  }
}
