import type { ConvGeometry, WindowGeometry } from "../../../src/kernels/mod.ts";

/** One tap of an output position inside the input. */
export interface Tap {
  /** Row and column of the kernel. */
  readonly ky: number;
  readonly kx: number;
  /** Element of the first channel of the input cell. */
  readonly cell: number;
}

/** The taps inside the input of every output position, image by image, every bound checked. */
export function tapsOf(geometry: WindowGeometry): readonly (readonly Tap[])[] {
  const positions: Tap[][] = [];
  for (let image = 0; image < geometry.images; image++) {
    for (let oy = 0; oy < geometry.outputHeight; oy++) {
      for (let ox = 0; ox < geometry.outputWidth; ox++) {
        const taps: Tap[] = [];
        for (let ky = 0; ky < geometry.kernelHeight; ky++) {
          for (let kx = 0; kx < geometry.kernelWidth; kx++) {
            const y = oy * geometry.strideHeight - geometry.padTop + ky * geometry.dilationHeight;
            const x = ox * geometry.strideWidth - geometry.padLeft + kx * geometry.dilationWidth;
            if (y < 0 || y >= geometry.inputHeight || x < 0 || x >= geometry.inputWidth) continue;
            const cell = (image * geometry.inputHeight + y) * geometry.inputWidth + x;
            taps.push({ ky, kx, cell: cell * geometry.inputChannels });
          }
        }
        positions.push(taps);
      }
    }
  }
  return positions;
}

/** A product of the sum of an output: element of x within the sample, element of the weights. */
export type Term = readonly [x: number, weight: number];

/** The terms of every output of a convolution, in the order of its sum. */
export function convTerms(geometry: ConvGeometry): readonly (readonly Term[])[] {
  const { inputChannels, outputChannels, groups, kernelHeight, kernelWidth } = geometry;
  const depth = inputChannels / groups;
  const perGroup = outputChannels / groups;
  return tapsOf(geometry).flatMap((taps) =>
    Array.from({ length: outputChannels }, (_, o) => {
      const first = Math.floor(o / perGroup) * depth;
      return taps.flatMap(({ ky, kx, cell }) =>
        Array.from({ length: depth }, (_, c): Term => [
          cell + first + c,
          ((o * kernelHeight + ky) * kernelWidth + kx) * depth + c,
        ])
      );
    })
  );
}

/** The terms of every output of a depthwise convolution. */
export function depthwiseTerms(geometry: WindowGeometry): readonly (readonly Term[])[] {
  const { inputChannels, outputChannels, kernelWidth } = geometry;
  const multiplier = outputChannels / inputChannels;
  return tapsOf(geometry).flatMap((taps) =>
    Array.from(
      { length: outputChannels },
      (_, o) =>
        taps.map(({ ky, kx, cell }): Term => [
          cell + Math.floor(o / multiplier),
          (ky * kernelWidth + kx) * outputChannels + o,
        ]),
    )
  );
}

/** The terms of every output of a fully connected layer. */
export function matrixTerms(
  { rows, inputs, outputs }: {
    readonly rows: number;
    readonly inputs: number;
    readonly outputs: number;
  },
): readonly (readonly Term[])[] {
  return Array.from({ length: rows * outputs }, (_, i) => {
    const row = Math.floor(i / outputs);
    const o = i % outputs;
    return Array.from({ length: inputs }, (_, k): Term => [row * inputs + k, o * inputs + k]);
  });
}

/** Integer sums `sum (w - z_w) * (x - z_in)` of one sample. */
export function integerSums(
  terms: readonly (readonly Term[])[],
  { x, weights, xZero, weightZero }: {
    readonly x: ArrayLike<number>;
    readonly weights: ArrayLike<number>;
    readonly xZero: number;
    readonly weightZero: number;
  },
): readonly number[] {
  return terms.map((sum) =>
    sum.reduce((total, [i, w]) => total + (weights[w]! - weightZero) * (x[i]! - xZero), 0)
  );
}

/** Float32 sums from +0 in order, each product and each sum rounded. */
export function float32Sums(
  terms: readonly (readonly Term[])[],
  { x, weights }: { readonly x: ArrayLike<number>; readonly weights: ArrayLike<number> },
): readonly number[] {
  const f = Math.fround;
  return terms.map((sum) => sum.reduce((total, [i, w]) => f(total + f(weights[w]! * x[i]!)), 0));
}
