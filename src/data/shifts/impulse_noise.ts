import type { UnitShift } from "./shift.ts";

/**
 * Dead and stuck pixels: each channel of each pixel becomes, with the given probability, 0 or 1 with
 * even odds. `impulse_noise` of CIFAR-10-C (Hendrycks and Dietterich 2019), salt and pepper. Every
 * severity holds its probability against the same uniforms, so a pixel once hit stays hit.
 */
export const impulseNoise: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "share of values replaced",
  ladder: [0.01, 0.02, 0.03, 0.05, 0.07],
  apply: (values, { parameter, stream }) =>
    values.map((value) => {
      const hit = stream.uniform() < parameter;
      const salt = stream.uniform() < 0.5;
      if (!hit) return value;
      return salt ? 1 : 0;
    }),
};
