import { assertEquals } from "@std/assert";
import {
  displayName,
  formatBytes,
  formatCount,
  formatDurationUs,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatValue,
  isFloatCollapsed,
  metricLabel,
  metricTitle,
  samplesText,
  warningCodes,
} from "../../src/report/text.ts";

Deno.test("displayName() cuts after 60 characters, cleans, and quotes names of every object", () => {
  const cases: readonly [string, string][] = [
    ["resnet8", "resnet8"],
    ["a\u0000b\nc", "abc"],
    ["x".repeat(60), "x".repeat(60)],
    ["x".repeat(61), `${"x".repeat(59)}…`],
    ["__proto__", '"__proto__"'],
    ["constructor", '"constructor"'],
  ];
  for (const [name, wanted] of cases) assertEquals(displayName(name), wanted);
});

Deno.test("formatCount() separates thousands", () => {
  const cases = [[0, "0"], [999, "999"], [1000, "1,000"], [1234567, "1,234,567"]] as const;
  for (const [count, wanted] of cases) assertEquals(formatCount(count), wanted);
});

Deno.test("formatPercent(), formatQuantity(), formatBytes() and formatDurationUs() keep three digits", () => {
  assertEquals([0, 0.0004, 0.978, 1].map(formatPercent), ["0.0", "0.0", "97.8", "100.0"]);
  assertEquals(
    [0, 7, 0.5, 999, 999.4, 1000, 12_345, 999_600, 1e9].map(formatQuantity),
    ["0", "7", "0.50", "999", "999", "1.00 k", "12.3 k", "1.00 M", "1.00 G"],
  );
  assertEquals(
    [0, 1023, 1024, 10 * 1024, 1024 * 1024].map(formatBytes),
    ["0 B", "1023 B", "1.00 KiB", "10.0 KiB", "1.00 MiB"],
  );
  assertEquals([0.1, 12.34, 999.4, 999.5].map(formatDurationUs), [
    "0.10 µs",
    "12.3 µs",
    "999 µs",
    "1.00 ms",
  ]);
});

Deno.test("samplesText() gives one count or a range", () => {
  assertEquals(samplesText([{ samples: 1000 }]), "1,000 evaluation samples");
  assertEquals(samplesText([{ samples: 90 }, { samples: 1000 }]), "90 to 1,000 evaluation samples");
});

Deno.test("formatValue() and formatInterval() print a share in percent and an AUC as it is", () => {
  assertEquals(["top-1", "fidelity", "auc"].map((metric) => formatValue(0.97849, metric)), [
    ...["97.8", "97.8", "0.978"],
  ]);
  const shares = { value: 0.97849, lo: 0.9, hi: 1 };
  assertEquals(formatInterval(shares, "top-1"), "97.8 % [90.0, 100.0]");
  assertEquals(formatInterval(shares, "auc"), "0.978 [0.900, 1.000]");
});

Deno.test("metricLabel() and metricTitle() spell out every metric", () => {
  const cases = [
    ["top-1", "top-1 accuracy", "Accuracy"],
    ["auc", "AUC", "AUC"],
    ["fidelity", "agreement with float32", "Agreement"],
    ["constructor", '"constructor"', "Accuracy"],
  ] as const;
  for (const [metric, label, title] of cases) {
    assertEquals(metricLabel([{ metric }]), label);
    assertEquals(metricTitle([{ metric }]), title);
  }
  assertEquals([metricLabel([]), metricTitle([])], ["", "Accuracy"]);
});

Deno.test("warningCodes() splits at spaces", () => {
  assertEquals(warningCodes({ warnings: "" }), []);
  assertEquals(warningCodes({ warnings: "a b" }), ["a", "b"]);
  assertEquals(isFloatCollapsed({ warnings: "x float-collapsed" }), true);
  assertEquals(isFloatCollapsed({ warnings: "not-float-collapsed" }), false);
});
