import { imageSize, type UnitShift } from "./shift.ts";

/**
 * Less contrast: (x - mean) * c + mean, with the mean over all pixels of the channel. `contrast` of
 * CIFAR-10-C (Hendrycks and Dietterich 2019).
 */
export const contrast: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "contrast kept",
  ladder: [0.75, 0.5, 0.4, 0.3, 0.15],
  apply: (values, { parameter, shape }) => {
    const { height, width, channels } = imageSize(shape);
    const means = Array.from({ length: channels }, (_, channel) => {
      let sum = 0;
      for (let at = channel; at < values.length; at += channels) sum += values[at]!;
      return sum / (height * width);
    });
    return values.map((value, at) => {
      const mean = means[at % channels]!;
      return (value - mean) * parameter + mean;
    });
  },
};
