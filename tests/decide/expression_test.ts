import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { evaluateCondition, evaluateNumber, parseExpression } from "../../src/decide/expression.ts";
import { ExpressionError } from "../../src/decide/expression_nodes.ts";
import { shortfallsOf } from "../../src/decide/shortfall.ts";

const known = ["arena_bytes", "flash_bytes", "worst_accuracy"];
const scope = new Map([["arena_bytes", 4096], ["flash_bytes", 1000], ["worst_accuracy", 0.75]]);

Deno.test("parseExpression() takes arithmetic, comparisons, logic and pure functions", () => {
  const numbers: readonly (readonly [string, number | undefined])[] = [
    ["1 + 2 * 3 - 4 / 2", 5],
    ["-2 ^ 2", -4],
    ["7 % 4", 3],
    ["(arena_bytes + flash_bytes) / 2", 2548],
    ["2 arena_bytes", 8192],
    ["min(arena_bytes, flash_bytes) + max(1, 2, 3) + abs(-1)", 1004],
    ["sqrt(16) + floor(1.9) + ceil(1.1) + round(2.4) + log(1) + exp(0)", 10],
    ["1 / 0", undefined],
    ["sqrt(-1)", undefined],
    ["log(0)", undefined],
  ];
  for (const [text, wanted] of numbers) {
    assertEquals(evaluateNumber(parseExpression(text, known), scope), wanted, text);
  }
  const conditions: readonly (readonly [string, boolean])[] = [
    ["arena_bytes <= 4096", true],
    ["arena_bytes < 4096", false],
    ["arena_bytes > 1 and not (flash_bytes >= 2000)", true],
    ["arena_bytes == 1 or flash_bytes != 1", true],
    ["0.5 < worst_accuracy <= 0.75", true],
    ["sqrt(-1) > 0", false],
  ];
  for (const [text, wanted] of conditions) {
    assertEquals(evaluateCondition(parseExpression(text, known), scope), wanted, text);
  }
});

Deno.test("parseExpression() refuses everything else and lists what is allowed", () => {
  const hostile = [
    ...["import({})", "import", 'evaluate("1")', 'createUnit("x")', 'parse("1")', "config({})"],
    ...[
      "f(x) = x",
      "a = 3",
      "arena_bytes = 3",
      "x.y",
      "arena_bytes.constructor",
      "[1, 2]",
      "[1][1]",
    ],
    ...['"text"', "'text'", "{a: 1}", "{a: 1}.a", "1:3", "1; 2", "1\n2", "true", "null", "NaN"],
    ...[
      "Infinity",
      "1e999",
      "i",
      "pi",
      "5!",
      "arena_bytes'",
      "1 xor 2",
      "1 & 2",
      "2 to 3",
      "1 .* 2",
    ],
    ...[
      "arena_bytes ? 1 : 2",
      "cos(1)",
      "random()",
      "min()",
      "arena_bytes(1)",
      "(min)(2)",
      "2 cm",
    ],
    ...['constructor("return 1")()', 'cos.constructor("return 1")()', "__proto__", "", "1 +"],
    ...[
      "toString()",
      "hasOwnProperty(1)",
      "(".repeat(900),
      `${"(".repeat(450)}1${")".repeat(450)}!`,
    ],
  ];
  for (const text of hostile) {
    const error = assertThrows(
      () => parseExpression(text, known),
      ExpressionError,
      "Cannot ",
      text,
    );
    assertEquals(error.name, "ExpressionError");
  }
  const { message } = assertThrows(() => parseExpression("import({})", known), ExpressionError);
  assertStringIncludes(message, 'function "import" is not allowed; allowed are numbers');
});

Deno.test("parseExpression() names the known quantities and the nearest", () => {
  assertThrows(
    () => parseExpression("arena_byte < 1", known),
    ExpressionError,
    'there is no quantity "arena_byte"; did you mean "arena_bytes"? There are arena_bytes, ' +
      "flash_bytes, worst_accuracy",
  );
});

Deno.test("parseExpression() does not read what nobody would type", () => {
  assertThrows(
    () => parseExpression("1+".repeat(600) + "1", known),
    ExpressionError,
    "Cannot use an expression of 1201 characters: it may have 1000",
  );
  // Deep, and yet short enough.
  const deep = `${"(".repeat(30)}1${")".repeat(30)}`;
  assertEquals(evaluateNumber(parseExpression(deep, known), scope), 1);
});

Deno.test("evaluateNumber() and evaluateCondition() tell a number from a condition", () => {
  assertThrows(
    () => evaluateNumber(parseExpression("1 < 2", known), scope),
    ExpressionError,
    "it must be a number, got a condition",
  );
  assertThrows(
    () => evaluateCondition(parseExpression("arena_bytes", known), scope),
    ExpressionError,
    "it must be a condition, got a number",
  );
});

Deno.test("shortfallsOf() says which comparisons fail and by how much", () => {
  const cases: readonly (readonly [string, readonly (readonly [string, number])[]])[] = [
    ["arena_bytes < 1", [["arena_bytes < 1", 4095]]],
    ["arena_bytes < 1 and flash_bytes <= 900", [
      ["arena_bytes < 1", 4095],
      ["flash_bytes <= 900", 100],
    ]],
    ["arena_bytes < 1 or flash_bytes <= 900", [["flash_bytes <= 900", 100]]],
    ["(arena_bytes < 1) and worst_accuracy > 0.5", [["arena_bytes < 1", 4095]]],
    ["not (arena_bytes > 1)", [["not arena_bytes > 1", 4095]]],
    ["not (arena_bytes > 1 or flash_bytes > 900)", [
      ["not arena_bytes > 1", 4095],
      ["not flash_bytes > 900", 100],
    ]],
    ["1 < arena_bytes < 4000", [["arena_bytes < 4000", 96]]],
    ["arena_bytes < 4096", [["arena_bytes < 4096", 0]]],
    ["arena_bytes == 4000", [["arena_bytes == 4000", 96]]],
    ["arena_bytes > 1", []],
  ];
  for (const [text, wanted] of cases) {
    const { shortfalls } = shortfallsOf(parseExpression(text, known), scope);
    assertEquals(shortfalls.map((one) => [one.text, one.by] as const), wanted, text);
  }
});
