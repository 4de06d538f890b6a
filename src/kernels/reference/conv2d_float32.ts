import type { ConvGeometry, Run, WeightedFloat32 } from "../kernel_set.ts";
import { tapEnd, tapStart } from "../common/window.ts";
import { widen } from "./widen.ts";

const { fround } = Math;

/**
 * Float32 convolution: x [H, W, C], weights [O, kh, kw, C / groups] -> y [H', W', O].
 * `y[o] = clamp(sum w * x + b[o])`: from +0 over (kernel row, kernel column, channel), taps in the
 * padding left out; each product and each sum rounded to float32.
 */
export function conv2dFloat32(args: WeightedFloat32<ConvGeometry>): Run {
  const { x, y, geometry, clamp } = args;
  const { images, inputHeight, inputWidth, inputChannels } = geometry;
  const { outputHeight, outputWidth, outputChannels } = geometry;
  const weights = Float64Array.from(args.weights);
  const bias = args.bias ?? new Float32Array(outputChannels);
  const wide = new Float64Array(images * inputHeight * inputWidth * inputChannels);
  const outputs = images * outputHeight * outputWidth * outputChannels;
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      widen(x, sample * wide.length, wide);
      convolve(wide, y, { weights, bias, geometry, clamp, yStart: sample * outputs });
    }
  };
}

/**
 * One sample. Four output channels at a time share each load of x, and the chains of their sums
 * run side by side; a block that reaches past the last channel of its group repeats that channel.
 * Without groups and dilation the taps of a kernel row lie side by side and make one run.
 */
function convolve(
  x: Float64Array,
  y: Float32Array,
  { weights, bias, geometry, clamp: { min, max }, yStart }:
    & Pick<WeightedFloat32<ConvGeometry>, "geometry" | "clamp">
    & {
      readonly weights: Float64Array;
      readonly bias: Float32Array;
      readonly yStart: number;
    },
): void {
  const { images, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth } = geometry;
  const { outputChannels, kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const { strideHeight, strideWidth, padTop, padLeft, groups } = geometry;
  const depth = inputChannels / groups;
  const groupChannels = outputChannels / groups;
  const channelWeights = kernelHeight * kernelWidth * depth;
  const sideBySide = groups === 1 && dilationWidth === 1;
  for (let image = 0; image < images; image++) {
    const xImage = image * inputHeight * inputWidth * inputChannels;
    for (let row = 0; row < outputHeight; row++) {
      const top = row * strideHeight - padTop;
      const firstY = tapStart(top, dilationHeight);
      const endY = tapEnd(top, dilationHeight, { taps: kernelHeight, size: inputHeight });
      for (let column = 0; column < outputWidth; column++) {
        const left = column * strideWidth - padLeft;
        const firstX = tapStart(left, dilationWidth);
        const endX = tapEnd(left, dilationWidth, { taps: kernelWidth, size: inputWidth });
        const runs = sideBySide ? 1 : endX - firstX;
        const runLength = sideBySide ? (endX - firstX) * depth : depth;
        const at = yStart + ((image * outputHeight + row) * outputWidth + column) * outputChannels;
        for (let group = 0; group < groups; group++) {
          const last = (group + 1) * groupChannels - 1;
          for (let c0 = group * groupChannels; c0 <= last; c0 += 4) {
            const c1 = Math.min(c0 + 1, last);
            const c2 = Math.min(c0 + 2, last);
            const c3 = Math.min(c0 + 3, last);
            let acc0 = 0;
            let acc1 = 0;
            let acc2 = 0;
            let acc3 = 0;
            for (let tapY = firstY; tapY < endY; tapY++) {
              const xRow = xImage + (top + tapY * dilationHeight) * inputWidth * inputChannels;
              for (let run = 0; run < runs; run++) {
                const tapX = firstX + run;
                const xi = xRow + (left + tapX * dilationWidth) * inputChannels + group * depth;
                const tap = (tapY * kernelWidth + tapX) * depth;
                const w0 = c0 * channelWeights + tap;
                const w1 = c1 * channelWeights + tap;
                const w2 = c2 * channelWeights + tap;
                const w3 = c3 * channelWeights + tap;
                for (let i = 0; i < runLength; i++) {
                  const value = x[xi + i]!;
                  acc0 = fround(acc0 + fround(weights[w0 + i]! * value));
                  acc1 = fround(acc1 + fround(weights[w1 + i]! * value));
                  acc2 = fround(acc2 + fround(weights[w2 + i]! * value));
                  acc3 = fround(acc3 + fround(weights[w3 + i]! * value));
                }
              }
            }
            y[at + c0] = Math.min(Math.max(fround(acc0 + bias[c0]!), min), max);
            y[at + c1] = Math.min(Math.max(fround(acc1 + bias[c1]!), min), max);
            y[at + c2] = Math.min(Math.max(fround(acc2 + bias[c2]!), min), max);
            y[at + c3] = Math.min(Math.max(fround(acc3 + bias[c3]!), min), max);
          }
        }
      }
    }
  }
}
