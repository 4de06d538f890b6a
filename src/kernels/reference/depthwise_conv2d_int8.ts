import type { Run, WeightedInt8, WindowGeometry } from "../kernel_set.ts";
import { zeroPointOf } from "../common/sample_parameters.ts";
import { tapEnd, tapStart } from "../common/window.ts";
import { weightedFinish } from "./weighted_finish.ts";
import { widenWeights } from "./widen_weights.ts";

/**
 * Int8 depthwise convolution: x [H, W, C], weights [kh, kw, C * multiplier] -> y [H', W', same].
 * Output channel o reads input channel `floor(o / multiplier)`: `acc[o] = sum w * (x - z_in)` over
 * the taps inside the input; then the finish of the output.
 */
export function depthwiseConv2dInt8(args: WeightedInt8<WindowGeometry>): Run {
  const { x, geometry, output } = args;
  const { images, outputHeight, outputWidth, outputChannels } = geometry;
  const weights = widenWeights(args.weights);
  const outputs = images * outputHeight * outputWidth * outputChannels;
  const accumulators = new Int32Array(outputs);
  const finish = weightedFinish({
    x,
    scales: args.weights.scales,
    output,
    channels: outputChannels,
  });
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const zeroPoint = zeroPointOf(x, sample);
      accumulate({ x: x.data, weights, accumulators, geometry, sample, zeroPoint });
      finish(accumulators, sample);
    }
  };
}

/**
 * Accumulators of one sample, four output channels at a time; a block that reaches past the last
 * channel repeats it.
 */
function accumulate(
  { x, weights, accumulators, geometry, sample, zeroPoint }: {
    readonly x: Int8Array;
    readonly weights: Int16Array;
    readonly accumulators: Int32Array;
    readonly geometry: WindowGeometry;
    readonly sample: number;
    readonly zeroPoint: number;
  },
): void {
  const { images, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth } = geometry;
  const { outputChannels, kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const { strideHeight, strideWidth, padTop, padLeft } = geometry;
  const multiplier = outputChannels / inputChannels;
  const last = outputChannels - 1;
  const xStep = dilationWidth * inputChannels;
  for (let image = 0; image < images; image++) {
    const xImage = (sample * images + image) * inputHeight * inputWidth * inputChannels;
    for (let row = 0; row < outputHeight; row++) {
      const top = row * strideHeight - padTop;
      const firstY = tapStart(top, dilationHeight);
      const endY = tapEnd(top, dilationHeight, { taps: kernelHeight, size: inputHeight });
      for (let column = 0; column < outputWidth; column++) {
        const left = column * strideWidth - padLeft;
        const firstX = tapStart(left, dilationWidth);
        const endX = tapEnd(left, dilationWidth, { taps: kernelWidth, size: inputWidth });
        const at = ((image * outputHeight + row) * outputWidth + column) * outputChannels;
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
              acc0 = (acc0 + Math.imul(weights[w + c0]!, x[xi + in0]! - zeroPoint)) | 0;
              acc1 = (acc1 + Math.imul(weights[w + c1]!, x[xi + in1]! - zeroPoint)) | 0;
              acc2 = (acc2 + Math.imul(weights[w + c2]!, x[xi + in2]! - zeroPoint)) | 0;
              acc3 = (acc3 + Math.imul(weights[w + c3]!, x[xi + in3]! - zeroPoint)) | 0;
              xi += xStep;
              w += outputChannels;
            }
          }
          accumulators[at + c0] = acc0;
          accumulators[at + c1] = acc1;
          accumulators[at + c2] = acc2;
          accumulators[at + c3] = acc3;
        }
      }
    }
  }
}
