import { assertEquals, assertStringIncludes } from "@std/assert";
import { calibrationCondition } from "../../../src/report/charts/calibration_condition.ts";
import { accuracyRow } from "../synthetic_accuracy.ts";

const phase = "calibration-condition";
const rows = [
  accuracyRow({ phase, calibrator: "min-max", calibrationCondition: "clean", value: 0.5 }),
  accuracyRow({ phase, scheme: "dynamic", value: 0.75 }),
];
const shipped = accuracyRow({ phase, scheme: "as-shipped", weights: undefined, value: 0.25 });

/** Rows of the last block: their label and number. */
function lastBlock(table: Parameters<typeof calibrationCondition>[0]) {
  const { concat, description } = calibrationCondition(table, "grid") as unknown as {
    readonly concat: readonly {
      readonly data: { readonly values: readonly { calibrated: string; text: string }[] };
    }[];
    readonly description: string;
  };
  const { values } = concat.at(-1)!.data;
  return { cells: values.map(({ calibrated, text }) => [calibrated, text]), description };
}

Deno.test("calibrationCondition() shows a shipped model where there is one", () => {
  const { cells, description } = lastBlock([...rows, shipped]);
  assertEquals(cells, [["none: dynamic", "75.0"], ["as shipped", "25.0"], ["float32", "97.0"]]);
  assertStringIncludes(description, "then dynamic, as shipped and float32");
  const without = lastBlock(rows);
  assertEquals(without.cells, [["none: dynamic", "75.0"], ["float32", "97.0"]]);
  assertStringIncludes(without.description, "then dynamic and float32");
});
