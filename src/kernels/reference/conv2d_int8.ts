import type { ConvGeometry, Run, WeightedInt8 } from "../kernel_set.ts";
import { zeroPointOf } from "../common/sample_parameters.ts";
import { tapEnd, tapStart } from "../common/window.ts";
import { weightedFinish } from "./weighted_finish.ts";
import { widenWeights } from "./widen_weights.ts";

/**
 * Int8 convolution: x [H, W, C], weights [O, kh, kw, C / groups] -> y [H', W', O].
 * `acc[o] = sum w * (x - z_in)` over the taps inside the input; then the finish of the output.
 */
export function conv2dInt8(args: WeightedInt8<ConvGeometry>): Run {
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
 * Accumulators of one sample, in blocks of four output channels by two output columns (`acc` and
 * `next`) that share their loads. A block that reaches past the last channel of its group repeats
 * that channel; a column whose right neighbour has other taps inside the input is computed twice.
 * Without groups and dilation the taps of a kernel row lie side by side and make one run.
 */
function accumulate(
  { x, weights, accumulators, geometry, sample, zeroPoint }: {
    readonly x: Int8Array;
    readonly weights: Int16Array;
    readonly accumulators: Int32Array;
    readonly geometry: ConvGeometry;
    readonly sample: number;
    readonly zeroPoint: number;
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
    const xImage = (sample * images + image) * inputHeight * inputWidth * inputChannels;
    for (let row = 0; row < outputHeight; row++) {
      const top = row * strideHeight - padTop;
      const firstY = tapStart(top, dilationHeight);
      const endY = tapEnd(top, dilationHeight, { taps: kernelHeight, size: inputHeight });
      let columns = 1;
      for (let column = 0; column < outputWidth; column += columns) {
        const left = column * strideWidth - padLeft;
        const firstX = tapStart(left, dilationWidth);
        const endX = tapEnd(left, dilationWidth, { taps: kernelWidth, size: inputWidth });
        const right = left + strideWidth;
        const paired = column + 1 < outputWidth && tapStart(right, dilationWidth) === firstX &&
          tapEnd(right, dilationWidth, { taps: kernelWidth, size: inputWidth }) === endX;
        columns = paired ? 2 : 1;
        const xStep = paired ? strideWidth * inputChannels : 0;
        const yStep = paired ? outputChannels : 0;
        const runs = sideBySide ? 1 : endX - firstX;
        const runLength = sideBySide ? (endX - firstX) * depth : depth;
        const at = ((image * outputHeight + row) * outputWidth + column) * outputChannels;
        for (let group = 0; group < groups; group++) {
          const last = (group + 1) * groupChannels - 1;
          for (let c0 = group * groupChannels; c0 <= last; c0 += 4) {
            const c1 = Math.min(c0 + 1, last);
            const c2 = Math.min(c0 + 2, last);
            const c3 = Math.min(c0 + 3, last);
            let acc0 = 0;
            let next0 = 0;
            let acc1 = 0;
            let next1 = 0;
            let acc2 = 0;
            let next2 = 0;
            let acc3 = 0;
            let next3 = 0;
            for (let tapY = firstY; tapY < endY; tapY++) {
              const xRow = xImage + (top + tapY * dilationHeight) * inputWidth * inputChannels;
              for (let run = 0; run < runs; run++) {
                const tapX = firstX + run;
                const xi = xRow + (left + tapX * dilationWidth) * inputChannels + group * depth;
                const xn = xi + xStep;
                const tap = (tapY * kernelWidth + tapX) * depth;
                const w0 = c0 * channelWeights + tap;
                const w1 = c1 * channelWeights + tap;
                const w2 = c2 * channelWeights + tap;
                const w3 = c3 * channelWeights + tap;
                for (let i = 0; i < runLength; i++) {
                  const value = x[xi + i]! - zeroPoint;
                  const nextValue = x[xn + i]! - zeroPoint;
                  const weight0 = weights[w0 + i]!;
                  acc0 = (acc0 + Math.imul(weight0, value)) | 0;
                  next0 = (next0 + Math.imul(weight0, nextValue)) | 0;
                  const weight1 = weights[w1 + i]!;
                  acc1 = (acc1 + Math.imul(weight1, value)) | 0;
                  next1 = (next1 + Math.imul(weight1, nextValue)) | 0;
                  const weight2 = weights[w2 + i]!;
                  acc2 = (acc2 + Math.imul(weight2, value)) | 0;
                  next2 = (next2 + Math.imul(weight2, nextValue)) | 0;
                  const weight3 = weights[w3 + i]!;
                  acc3 = (acc3 + Math.imul(weight3, value)) | 0;
                  next3 = (next3 + Math.imul(weight3, nextValue)) | 0;
                }
              }
            }
            accumulators[at + c0] = acc0;
            accumulators[at + yStep + c0] = next0;
            accumulators[at + c1] = acc1;
            accumulators[at + yStep + c1] = next1;
            accumulators[at + c2] = acc2;
            accumulators[at + yStep + c2] = next2;
            accumulators[at + c3] = acc3;
            accumulators[at + yStep + c3] = next3;
          }
        }
      }
    }
  }
}
