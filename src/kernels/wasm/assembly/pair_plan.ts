/** Two operands of an elementwise op and its output. */
@unmanaged
export class PairPlan {
  a: usize;
  b: usize;
  y: usize;
  /** Bytes of each operand from one sample to the next. */
  aSample: usize;
  bSample: usize;
  /** Where an operand is broadcast, its element for each element of the output; else 0. */
  aIndex: usize;
  bIndex: usize;
  elements: i32;
}
