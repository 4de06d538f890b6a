import type { UnitShift } from "./shift.ts";
import { addToValue } from "./value.ts";

/** More light: V + c. `brightness` of CIFAR-10-C (Hendrycks and Dietterich 2019). */
export const brighten: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "added to the value V",
  ladder: [0.05, 0.1, 0.15, 0.2, 0.3],
  apply: (values, { parameter, shape }) => addToValue(values, { amount: parameter, shape }),
};
