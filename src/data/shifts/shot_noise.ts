import { poissonQuantile } from "../poisson.ts";
import type { UnitShift } from "./shift.ts";

/**
 * Photon noise: Poisson(x * c) / c for each channel of each pixel. `shot_noise` of CIFAR-10-C
 * (Hendrycks and Dietterich 2019). Every severity inverts the same uniforms.
 */
export const shotNoise: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "photons of a full pixel",
  ladder: [500, 250, 100, 75, 50],
  apply: (values, { parameter, stream }) =>
    values.map((value) => poissonQuantile(stream.uniform(), value * parameter) / parameter),
};
