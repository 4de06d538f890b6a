import { assertEquals } from "@std/assert";
import { withoutPointMasses } from "../../src/calibrate/point_masses.ts";

const cases: readonly {
  readonly name: string;
  readonly counts: readonly number[];
  readonly density: readonly number[];
}[] = [
  { name: "nothing", counts: [], density: [] },
  { name: "one bin", counts: [9], density: [9] },
  { name: "a level density", counts: Array(12).fill(7), density: Array(12).fill(7) },
  {
    name: "a point in a level density",
    counts: [7, 7, 7, 7, 7, 900, 7, 7, 7, 7],
    density: Array(10).fill(7),
  },
  {
    name: "four points side by side",
    counts: [7, 7, 7, 7, 90, 90, 90, 90, 7, 7, 7, 7],
    density: Array(12).fill(7),
  },
  {
    name: "five bins side by side: not points",
    counts: [1, 1, 1, 1, 50, 50, 50, 50, 50, 1, 1, 1, 1],
    density: [1, 1, 1, 1, 50, 50, 50, 50, 50, 1, 1, 1, 1],
  },
  {
    name: "points alone: each is left as 1",
    counts: [0, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0],
    density: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  },
  { name: "less than one", counts: [0.5, 0, 0], density: [0.5, 0, 0] },
  { name: "a slope", counts: [1, 2, 3, 4, 5, 6, 7], density: [1, 2, 3, 4, 4, 5, 5] },
];

for (const { name, counts, density } of cases) {
  Deno.test(`withoutPointMasses() of ${name}`, () => {
    const given = Float64Array.from(counts);
    assertEquals([...withoutPointMasses(given)], density);
    assertEquals([...given], counts);
  });
}
