import type { UnitShift } from "./shift.ts";
import { addToValue } from "./value.ts";

/** Less light: V - c, with the ladder of `brightness` in CIFAR-10-C, which has no such shift. */
export const darken: UnitShift = {
  domains: ["image"],
  values: "unit",
  parameter: "taken from the value V",
  ladder: [0.05, 0.1, 0.15, 0.2, 0.3],
  apply: (values, { parameter, shape }) => addToValue(values, { amount: -parameter, shape }),
};
