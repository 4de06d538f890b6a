import { allocate, type BoundShape, elementCount, type Tensor, tensor } from "../tensor/mod.ts";

/**
 * Where each element of a transposed array comes from: element i of the output is element
 * `index[i]` of the input of that shape; output axis j is input axis `permutation[j]`.
 */
export function transposedIndex(shape: BoundShape, permutation: readonly number[]): Int32Array {
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  return stridedIndex(permutation.map((axis) => shape[axis]!), {
    strides: permutation.map((axis) => strides[axis]!),
    start: 0,
  });
}

/** The offsets `start + sum of position * strides` of every position in `sizes`, row-major. */
export function stridedIndex(
  sizes: BoundShape,
  { strides, start }: { readonly strides: readonly number[]; readonly start: number },
): Int32Array {
  const index = new Int32Array(elementCount(sizes));
  const position = sizes.map(() => 0);
  let offset = start;
  for (let i = 0; i < index.length; i++) {
    index[i] = offset;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      position[axis]!++;
      offset += strides[axis]!;
      if (position[axis]! < sizes[axis]!) break;
      offset -= strides[axis]! * sizes[axis]!;
      position[axis] = 0;
    }
  }
  return index;
}

/** A tensor of `shape` whose element i is element `index[i]` of `source`. */
export function gatherTensor(source: Tensor, shape: BoundShape, index: Int32Array): Tensor {
  const data = allocate(source.dtype, index.length);
  for (let i = 0; i < index.length; i++) data[i] = source.data[index[i]!]!;
  return tensor(source.dtype, shape, data);
}

/** A tensor with its axes reordered: output axis j is input axis `permutation[j]`. */
export function transposeTensor(source: Tensor, permutation: readonly number[]): Tensor {
  const shape = permutation.map((axis) => source.shape[axis]!);
  return gatherTensor(source, shape, transposedIndex(source.shape, permutation));
}

/** The permutation that undoes another. */
export function inversePermutation(permutation: readonly number[]): readonly number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis));
}
