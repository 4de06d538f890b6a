import { assert, assertEquals } from "@std/assert";
import { activationNames, originsOf } from "../../src/calibrate/mod.ts";
import { loadSuite } from "../../src/suite/mod.ts";
import { loadModels } from "../../src/suite/models.ts";
import { calibrationParts } from "../../src/suite/calibration_parts.ts";

const suite = await loadSuite("digits");
const models = await loadModels(suite, ["mlp", "lenet5", "dscnn", "resnet8"], {
  data: { shape: [28, 28, 1], classNames: Array.from("0123456789") },
  dataDir: "nowhere",
});

for (const { name, graph } of models) {
  Deno.test(`calibrationParts() of ${name} holds every activation once, moved ones together`, () => {
    const names = activationNames(graph);
    const origins = originsOf(graph);
    for (const tables of [1, 75, 76, 150, 1000, 100_000]) {
      const parts = calibrationParts(graph, tables);
      assert(parts.length <= Math.min(Math.ceil(tables / 75), 4));
      assertEquals(parts.flat().toSorted(), [...names].sort());
      const partOf = (value: string) => parts.findIndex((part) => part.includes(value));
      for (const [moved, origin] of origins) assertEquals(partOf(moved), partOf(origin));
    }
    assertEquals(calibrationParts(graph, 150).length, 2);
  });
}
