import { assert, assertEquals } from "@std/assert";
import { pareto } from "../../../src/report/charts/pareto.ts";
import { strategiesByModel, worstOf } from "../../../src/report/charts/strategies.ts";
import type { CostRow } from "../../../src/records/mod.ts";
import { accuracyRow } from "../synthetic_accuracy.ts";
import { syntheticTables } from "../synthetic_tables.ts";

const tables = syntheticTables();

Deno.test("worstOf() is the least of a column under shift, collapsed cells apart", () => {
  const rows = [
    accuracyRow({ shift: "clean", value: 0.1 }),
    accuracyRow({ shift: "gain", severity: 5, value: 0.2, warnings: "float-collapsed" }),
    accuracyRow({ shift: "gain", severity: 4, value: 0.6, agreement: 0.9 }),
    accuracyRow({ shift: "darken", severity: 5, value: 0.7, agreement: 0.8 }),
  ];
  assertEquals(worstOf(rows, "value"), rows[2]);
  assertEquals(worstOf(rows, "agreement"), rows[3]);
  assertEquals(worstOf(rows.slice(0, 2), "value"), undefined);
});

Deno.test("strategiesByModel() pairs every strategy with its own cost", () => {
  const models = strategiesByModel(tables.accuracy, tables.cost);
  assertEquals(models.map(({ model }) => model), ["mlp", "lenet5", "dscnn", "resnet8"]);
  for (const { model, strategies } of models) {
    assertEquals(
      strategies.map(({ series, dynamicValues = "" }) => series.scheme + dynamicValues),
      [
        ...["static", "static", "static", "static", "static"],
        ...["hybrid", "dynamic", "dynamic-input", "mixed1", "mixed2", "mixed3", "mixed5"],
      ],
    );
    for (const { series, dynamicValues, cost, worst } of strategies) {
      for (const row of [cost, worst.value, worst.agreement]) {
        assertEquals([row.model, row.scheme, row.dynamicValues], [
          model,
          series.scheme,
          dynamicValues,
        ]);
      }
      assertEquals(cost.layer, "total");
    }
  }
});

/** The points of the first panel that a layer of that mark draws. */
function drawn(cost: readonly CostRow[], index: number) {
  const accuracy = tables.accuracy.filter(({ model }) => model === "mlp");
  const { concat } = pareto({ accuracy, cost }, "grid") as unknown as {
    readonly concat: readonly {
      readonly layer: readonly {
        readonly data: { readonly values: readonly { readonly cost: number; worst: number }[] };
      }[];
    }[];
  };
  return { panels: concat.length, values: concat[0]!.layer.at(index)!.data.values };
}

Deno.test("pareto() draws a frontier that only rises, and that no point lies above", () => {
  const { values: frontier } = drawn(tables.cost, 0);
  const { values: points } = drawn(tables.cost, 3);
  assertEquals(points.length, 12);
  frontier.slice(1, -1).forEach(({ cost, worst }, i) =>
    assert(cost > frontier[i]!.cost && worst > frontier[i]!.worst)
  );
  for (const { cost, worst } of points) {
    const best = frontier.filter((step) => step.cost <= cost).at(-1)!;
    assert(worst <= best.worst, `${cost} ${worst}`);
  }
});

Deno.test("pareto() labels every point of mixed once, together where they lie together", () => {
  const { values } = drawn(tables.cost, -1);
  const labels = values.map((value) => (value as unknown as { label: string }).label);
  const numbers = labels.flatMap((label) => label.split("–").map(Number));
  assertEquals([numbers[0], numbers.at(-1)], [1, 5]);
  assertEquals(numbers.toSorted((a, b) => a - b), numbers);
});

Deno.test("pareto() leaves out what has no data", () => {
  assertEquals(pareto({ ...tables, cost: [] }, "grid"), undefined);
  assertEquals(pareto({ ...tables, accuracy: [] }, "grid"), undefined);
  const clean = tables.accuracy.filter(({ shift }) => shift === "clean");
  assertEquals(pareto({ ...tables, accuracy: clean }, "grid"), undefined);
  // Without estimates the panels of arena stay; fidelity has agreement alone.
  const noEstimates = tables.cost.map((row) => ({ ...row, instructionsM4: undefined }));
  assertEquals(drawn(tables.cost, 0).panels, 4);
  assertEquals(drawn(noEstimates, 0).panels, 2);
  const fidelity = tables.accuracy.map((row) => ({ ...row, metric: "fidelity" as const }));
  const { concat } = pareto({ ...tables, accuracy: fidelity }, "grid") as {
    concat: readonly unknown[];
  };
  assertEquals(concat.length, 2 * 4);
});
