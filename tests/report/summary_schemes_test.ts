import { assert, assertEquals } from "@std/assert";
import { schemesSection } from "../../src/report/summary_schemes.ts";
import { accuracyRow } from "./synthetic_accuracy.ts";
import { tableUnder } from "./table_under.ts";

const tableOf = (rows: Parameters<typeof schemesSection>[0]) =>
  tableUnder(schemesSection(rows)!, "Every scheme on clean inputs");

Deno.test("schemesSection() has a column for weights where there are several", () => {
  const float32 = accuracyRow({ scheme: "float32", weights: undefined });
  const of = (weights: string) => accuracyRow({ scheme: "dynamic", weights });
  assertEquals(tableOf([float32, of("per-channel")])[0]!.includes("weights"), false);
  // With float32 or without.
  for (const others of [[float32], []]) {
    const table = tableOf([...others, of("per-channel"), of("per-tensor")]);
    assertEquals(table[0]!.slice(0, 3), ["model", "scheme", "weights"]);
    assertEquals(
      table.slice(2).filter(([, scheme]) => scheme === "dynamic").map((cells) => cells[2]),
      ["per-channel", "per-tensor"],
    );
  }
});

Deno.test("schemesSection() shows static with one calibrator, and clean inputs of the ladder", () => {
  const rows = [
    accuracyRow({ scheme: "static", calibrator: "min-max" }),
    accuracyRow({ scheme: "static", calibrator: "mse" }),
    accuracyRow({ scheme: "hybrid", sqnrDb: 31.26 }),
    accuracyRow({ scheme: "hybrid", shift: "gain", severity: 3 }),
    accuracyRow({ scheme: "dynamic", phase: "calibration-condition" }),
  ];
  const table = tableOf(rows).slice(2);
  assertEquals(table.map(([, scheme]) => scheme), ["static min-max", "hybrid"]);
  assertEquals(table[1]!.at(-1), "31.3 dB");
  assertEquals(schemesSection([rows[4]!]), undefined);
});

Deno.test("schemesSection() has agreement alone for fidelity", () => {
  const text = schemesSection([
    accuracyRow({ scheme: "hybrid", metric: "fidelity", float32Value: undefined }),
  ])!;
  assert(text.includes("Agreement with float32, each with its 95 % interval"));
  assertEquals(tableUnder(text, "Every scheme on clean inputs")[0], [
    ...["model", "scheme", "agreement", "SQNR"],
  ]);
});
