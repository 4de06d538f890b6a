import type { Run, WeightedFloat32, WindowGeometry } from "../kernel_set.ts";
import { tapEnd, tapStart } from "../common/window.ts";
import { widen } from "./widen.ts";

const { fround } = Math;

/**
 * Float32 depthwise convolution: x [H, W, C], weights [kh, kw, C * multiplier] -> y [H', W', same].
 * Output channel o reads input channel `floor(o / multiplier)`: `y[o] = clamp(sum w * x + b[o])`, from
 * +0 over (kernel row, kernel column), taps in the padding left out; each product and each sum
 * rounded to float32.
 */
export function depthwiseConv2dFloat32(args: WeightedFloat32<WindowGeometry>): Run {
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
 * One sample, four output channels at a time; a block that reaches past the last channel repeats
 * it.
 */
function convolve(
  x: Float64Array,
  y: Float32Array,
  { weights, bias, geometry, clamp: { min, max }, yStart }:
    & Pick<WeightedFloat32<WindowGeometry>, "geometry" | "clamp">
    & {
      readonly weights: Float64Array;
      readonly bias: Float32Array;
      readonly yStart: number;
    },
): void {
  const { images, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth } = geometry;
  const { outputChannels, kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const { strideHeight, strideWidth, padTop, padLeft } = geometry;
  const multiplier = outputChannels / inputChannels;
  const last = outputChannels - 1;
  const xStep = dilationWidth * inputChannels;
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
        const at = yStart + ((image * outputHeight + row) * outputWidth + column) * outputChannels;
        for (let c0 = 0; c0 <= last; c0 += 4) {
          const c1 = Math.min(c0 + 1, last);
          const c2 = Math.min(c0 + 2, last);
          const c3 = Math.min(c0 + 3, last);
          const in0 = Math.floor(c0 / multiplier);
          const in1 = Math.floor(c1 / multiplier);
          const in2 = Math.floor(c2 / multiplier);
          const in3 = Math.floor(c3 / multiplier);
          let acc0 = 0;
          let acc1 = 0;
          let acc2 = 0;
          let acc3 = 0;
          for (let tapY = firstY; tapY < endY; tapY++) {
            const inputRow = (top + tapY * dilationHeight) * inputWidth;
            let xi = xImage + (inputRow + left + firstX * dilationWidth) * inputChannels;
            let w = (tapY * kernelWidth + firstX) * outputChannels;
            for (let tapX = firstX; tapX < endX; tapX++) {
              acc0 = fround(acc0 + fround(weights[w + c0]! * x[xi + in0]!));
              acc1 = fround(acc1 + fround(weights[w + c1]! * x[xi + in1]!));
              acc2 = fround(acc2 + fround(weights[w + c2]! * x[xi + in2]!));
              acc3 = fround(acc3 + fround(weights[w + c3]! * x[xi + in3]!));
              xi += xStep;
              w += outputChannels;
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
