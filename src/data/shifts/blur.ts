import { exp } from "../exact_math.ts";
import { imageSize, type UnitShift } from "./shift.ts";

/** The kernel reaches this many standard deviations to each side. */
const TRUNCATE = 4;

/** Weights of offsets -radius to radius, sum 1: exp(-offset^2 / (2 sigma^2)), normalized. */
function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(TRUNCATE * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, index) => {
    const offset = index - radius;
    return exp(-0.5 * offset * offset / (sigma * sigma));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

interface Axis {
  /** Positions along the axis. */
  readonly length: number;
  /** Elements from one position to the next. */
  readonly stride: number;
}

/** Convolves along one axis; a position beyond the edge counts as the edge. */
function blurAxis(
  values: Float64Array,
  { kernel, length, stride }: Axis & { readonly kernel: Float64Array },
): Float64Array {
  const radius = (kernel.length - 1) / 2;
  return values.map((_, at) => {
    const position = Math.floor(at / stride) % length;
    const first = at - position * stride;
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) {
      const reached = Math.min(Math.max(position + tap - radius, 0), length - 1);
      sum += kernel[tap]! * values[first + reached * stride]!;
    }
    return sum;
  });
}

/**
 * A lens out of focus: a Gaussian blur of the given standard deviation, each channel alone.
 * `gaussian_blur` of CIFAR-10-C (Hendrycks and Dietterich 2019), as scikit-image computes it: the
 * kernel is cut at 4 standard deviations, and beyond the edge the nearest pixel repeats.
 */
export const blur: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "standard deviation in pixels",
  ladder: [0.4, 0.6, 0.7, 0.8, 1],
  apply: (values, { parameter, shape }) => {
    const { height, width, channels } = imageSize(shape);
    const kernel = gaussianKernel(parameter);
    const columns = blurAxis(values, { kernel, length: height, stride: width * channels });
    return blurAxis(columns, { kernel, length: width, stride: channels });
  },
};
