import { assertEquals, assertThrows } from "@std/assert";
import { parseExpression } from "../../src/decide/expression.ts";
import { ExpressionError } from "../../src/decide/expression_nodes.ts";
import { quantityNames } from "../../src/decide/quantities.ts";
import { fitting, maximizing } from "../../src/decide/select.ts";
import { asShipped, costOf, dynamic, hybrid, minMax, runOf, strategiesIn } from "./strategies.ts";

const run = runOf(10, [
  [minMax, { clean: [], "gain 5": [1, 2] }],
  [dynamic, { clean: [], "gain 5": [1] }],
  [hybrid, { clean: [1], "gain 5": [1] }],
  [asShipped, { clean: [1], "gain 5": [1, 2, 3] }],
]);
const strategies = strategiesIn({
  ...run,
  cost: [
    costOf("static", { arenaBytes: 100 }),
    costOf("dynamic", { arenaBytes: 300 }),
    costOf("hybrid", { arenaBytes: 500, flashBytes: 10 }),
  ],
});
const expression = (text: string) => parseExpression(text, quantityNames);

Deno.test("fitting() keeps the strategies for which a condition holds", () => {
  const fits = (text: string) =>
    fitting(strategies, expression(text)).fits.map(({ scheme }) => scheme);
  assertEquals(fits("arena_bytes <= 300"), ["static", "dynamic"]);
  assertEquals(fits("worst_accuracy > 0.75"), ["static", "dynamic", "hybrid"]);
  assertEquals(fits("calibration_size == 0"), ["dynamic", "hybrid"]);
  assertEquals(fits("clean_accuracy > 0"), ["static", "dynamic", "hybrid", "as-shipped"]);
});

Deno.test("fitting() says what comes closest where nothing fits", () => {
  const closest = (text: string) => {
    const found = fitting(strategies, expression(text)).closest!;
    return [found.strategy.scheme, found.shortfalls.map(({ by }) => by)];
  };
  assertEquals(closest("arena_bytes < 1"), ["static", [99]]);
  assertEquals(closest("flash_bytes < 10"), ["hybrid", [0]]);
  assertEquals(closest("arena_bytes < 90 and flash_bytes < 500"), ["static", [10, 500]]);
});

Deno.test("maximizing() ranks by a value, then by cost", () => {
  const ranked = (text: string) =>
    maximizing(strategies, expression(text)).map(({ strategy }) => strategy.scheme);
  assertEquals(ranked("worst_accuracy"), ["dynamic", "hybrid", "static", "as-shipped"]);
  assertEquals(ranked("-arena_bytes"), ["static", "dynamic", "hybrid"]);
  assertEquals(ranked("log(arena_bytes - 300)"), ["hybrid"]);
  assertEquals(ranked("1"), ["static", "dynamic", "hybrid", "as-shipped"]);
});

Deno.test("fitting() and maximizing() say which quantities the run has", () => {
  for (const select of [fitting, maximizing]) {
    assertThrows(
      () => select(strategies, expression("latency_us < 3")),
      ExpressionError,
      "this run does not have latency_us; it has clean_accuracy, worst_accuracy",
    );
  }
});
