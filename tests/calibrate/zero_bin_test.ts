import { assertEquals } from "@std/assert";
import { zeroBinWarnings } from "../../src/calibrate/zero_bin.ts";
import type { CalibrationWarning } from "../../src/calibrate/warnings.ts";
import { distributionOfSamples } from "./inputs.ts";

const collapsed: readonly CalibrationWarning[] = ["collapsed-zero-bin"];
const tiny = 2 ** -20;

const cases = [
  { name: "zeros only", data: [0, 0], warnings: [] },
  { name: "a zero spike beside spread values", data: [...Array(999).fill(0), 1], warnings: [] },
  { name: "99 of 100 next to zero", data: [...Array(99).fill(tiny), 1], warnings: collapsed },
  { name: "98 of 99 next to zero", data: [...Array(98).fill(tiny), 1], warnings: [] },
  {
    name: "both sides of zero",
    data: [...Array(50).fill(tiny), ...Array(50).fill(-tiny), 1],
    warnings: collapsed,
  },
  { name: "negative values", data: [...Array(200).fill(-tiny), -1], warnings: collapsed },
  { name: "nothing", data: [], warnings: [] },
];

for (const { name, data, warnings } of cases) {
  Deno.test(`zeroBinWarnings() of ${name}`, () => {
    const distribution = distributionOfSamples([Float32Array.from(data)]);
    assertEquals(zeroBinWarnings(distribution), warnings);
  });
}
