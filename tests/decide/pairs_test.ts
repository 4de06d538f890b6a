import { assertEquals } from "@std/assert";
import { type ConfigurationColumns, isCompared } from "../../src/decide/pairs.ts";

function of(scheme: string, weights?: string, calibrator?: string): ConfigurationColumns {
  return { scheme, weights, calibrator, calibratorParameter: undefined };
}

const standard = of("static", "per-channel", "min-max");
const everything = [
  of("float32"),
  of("as-shipped"),
  ...["per-channel", "per-tensor", "tflite"].flatMap((weights) => [
    of("weight-only", weights),
    of("static", weights, "min-max"),
    of("static", weights, "mse"),
    of("dynamic", weights),
    of("dynamic-input", weights, "min-max"),
    of("hybrid", weights),
  ]),
];

/** Everything that a configuration is compared with, as the first. */
function comparedWith(first: ConfigurationColumns): readonly string[] {
  return everything.filter((second) => isCompared(first, second, standard))
    .map(({ scheme, weights, calibrator }) =>
      [scheme, weights, calibrator].filter((part) => part !== undefined).join(" ")
    );
}

Deno.test("isCompared() pairs what a decision is about, and nothing else", () => {
  const cases: readonly [ConfigurationColumns, readonly string[]][] = [
    [of("float32"), []],
    [of("weight-only", "per-channel"), []],
    [of("as-shipped"), []],
    [standard, [
      "as-shipped",
      ...["dynamic per-channel", "dynamic-input per-channel min-max", "hybrid per-channel"],
      ...["static per-tensor min-max", "static tflite min-max"],
    ]],
    [of("static", "per-channel", "mse"), ["dynamic per-channel"]],
    [of("static", "tflite", "min-max"), [
      ...["as-shipped", "dynamic tflite", "dynamic-input tflite min-max", "hybrid tflite"],
    ]],
    [of("dynamic", "per-channel"), ["as-shipped", "dynamic per-tensor", "dynamic tflite"]],
    [of("dynamic-input", "per-channel", "min-max"), ["as-shipped"]],
    [of("hybrid", "per-channel"), ["as-shipped", "hybrid per-tensor", "hybrid tflite"]],
    [of("hybrid", "tflite"), ["as-shipped"]],
  ];
  for (const [first, wanted] of cases) {
    assertEquals(comparedWith(first), wanted, JSON.stringify(first));
  }
});

Deno.test("isCompared() tells calibrators apart by their parameter", () => {
  const percentile = (calibratorParameter: number) => ({
    ...of("static", "per-channel", "percentile"),
    calibratorParameter,
  });
  const hybrid = of("hybrid", "per-channel");
  assertEquals(isCompared(percentile(99.9), hybrid, percentile(99.9)), true);
  assertEquals(isCompared(percentile(99.99), hybrid, percentile(99.9)), false);
  assertEquals(isCompared(percentile(99.9), hybrid, undefined), false);
});
