/** The index of an operand, or where absent that of an operand read element by element. */
export function indexOf(index: Int32Array | undefined, elements: number): Int32Array {
  return index ?? Int32Array.from({ length: elements }, (_, i) => i);
}
