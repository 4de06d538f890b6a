/** The sizes that kernels are bound with. */

/** Sizes of a sliding window over `images` images a sample, all [H, W, C]. */
export interface WindowGeometry {
  readonly images: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly inputChannels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly outputChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** A convolution: `groups` divides both channel counts. */
export interface ConvGeometry extends WindowGeometry {
  readonly groups: number;
}

/** `rows` rows a sample, each [inputs] -> [outputs]. */
export interface MatrixGeometry {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * `matrices` products a sample, [m, k] x [k, n]. Matrix i of the output reads matrix `aIndex[i]` of
 * a and `bIndex[i]` of b. `aPerSample` is the stride of a in elements from one sample to the next, 0
 * for a constant.
 */
export interface MatmulGeometry {
  readonly matrices: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly aIndex: Int32Array;
  readonly bIndex: Int32Array;
  readonly aPerSample: number;
  readonly bPerSample: number;
}

/**
 * An elementwise op of two values with broadcasting: output element i of a sample reads element
 * `aIndex[i]` and `bIndex[i]` (absent: i itself). `aPerSample` is the stride of a in elements from
 * one sample to the next, 0 for a constant.
 */
export interface ElementwiseGeometry {
  readonly elements: number;
  readonly aIndex?: Int32Array;
  readonly bIndex?: Int32Array;
  readonly aPerSample: number;
  readonly bPerSample: number;
}

/** `rows` rows of `length` elements a sample; softmax runs along each. */
export interface RowsGeometry {
  readonly rows: number;
  readonly length: number;
}

/** `outputs` results a sample, each over `count` elements: result o reads `index[o * count + i]`. */
export interface ReduceGeometry {
  readonly inputs: number;
  readonly outputs: number;
  readonly count: number;
  readonly index: Int32Array;
}
