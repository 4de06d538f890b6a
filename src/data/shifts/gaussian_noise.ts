import { nextNormal } from "../normal.ts";
import type { UnitShift } from "./shift.ts";

/**
 * Sensor noise: x + sigma * N(0, 1) for each channel of each pixel. `gaussian_noise` of CIFAR-10-C
 * (Hendrycks and Dietterich 2019). Severity scales the same normal values.
 */
export const gaussianNoise: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "standard deviation",
  ladder: [0.04, 0.06, 0.08, 0.09, 0.1],
  apply: (values, { parameter, stream }) =>
    values.map((value) => value + parameter * nextNormal(stream)),
};
