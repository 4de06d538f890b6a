/** Where positions of windows lie: the beginning of every plan of a windowed float32 op. */
@unmanaged
export class PositionsPlan {
  x: usize;
  y: usize;
  /** Bytes from one sample to the next. */
  xSample: usize;
  ySample: usize;
  min: f32;
  max: f32;
  /** Bytes from a tap of x to the one below it and from a run to the next. */
  rowStep: usize;
  runStep: usize;
  /** Weights of a kernel row, in elements. */
  rowWeights: usize;
  classes: usize;
  classCount: i32;
  /** Room for the addresses of the positions of a tile: x, y. */
  addresses: usize;
}

/** What a bound convolution or fully connected layer keeps in memory: see its binding. */
@unmanaged
export class WeightedFloat32Plan extends PositionsPlan {
  blocks: usize;
  blockCount: i32;
}

/** What a bound depthwise convolution keeps in memory. */
@unmanaged
export class DepthwiseFloat32Plan extends PositionsPlan {
  weights: usize;
  bias: usize;
  channelBytes: usize;
}

/** Output positions whose windows have the same taps inside the input. */
@unmanaged
export class TapClass {
  /** Pairs of byte offsets within a sample: of the first tap of x, of the first channel of y. */
  offsets: usize;
  positions: i32;
  /** Kernel rows, runs in each and the length of a run, in elements of x that lie side by side. */
  rows: i32;
  runs: i32;
  runLength: i32;
  /** The first tap, in weights of one channel. */
  firstWeight: usize;
}

/** Up to eight output channels of one group; weights [tap][4 * vectors]. */
@unmanaged
export class ChannelBlock {
  weights: usize;
  bias: usize;
  /** Bytes from the addresses of a position to the group's inputs and to these outputs. */
  xOffset: usize;
  yOffset: usize;
  /** 1 or 2 vectors of four channels. */
  vectors: i32;
  /** Channels in the last vector, 1 to 4. */
  lanes: i32;
}
