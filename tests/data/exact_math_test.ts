import { assert, assertEquals, assertThrows } from "@std/assert";
import { cosPi, exp, ln, sinPi } from "../../src/data/exact_math.ts";

/** x and e^x, correctly rounded from 40 digits. */
const exponentials = [
  [-708, 3.307553003638408e-308],
  [-500, 7.124576406741286e-218],
  [-100.5, 2.256340135917036e-44],
  [-1, 0.36787944117144233],
  [-0.3465735902799727, 0.7071067811865475],
  [-1e-9, 0.999999999],
  [1e-9, 1.000000001],
  [0.5, 1.6487212707001282],
  [1, 2.718281828459045],
  [2.5, 12.182493960703473],
  [100, 2.6881171418161356e43],
  [709, 8.218407461554972e307],
] as const;

/** x and ln x, correctly rounded from 40 digits. */
const logarithms = [
  [5e-324, -744.4400719213812],
  [1e-310, -713.8013788281542],
  [1e-5, -11.512925464970229],
  [0.5, -0.6931471805599453],
  [0.70710678118654757, -0.3465735902799726],
  [0.9999999999, -1.000000082790371e-10],
  [1.0000001, 9.999999505838704e-8],
  [1.4142135623730951, 0.3465735902799727],
  [3, 1.0986122886681098],
  [10, 2.302585092994046],
  [1e22, 50.65687204586901],
  [1.7e308, 709.7268368932282],
] as const;

/** x, sin(pi x) and cos(pi x), correctly rounded from 60 digits. */
const turns = [
  [1e-300, 3.1415926535897936e-300, 1],
  [1e-9, 3.1415926535897936e-9, 1],
  [0.1, 0.30901699437494745, 0.9510565162951535],
  [0.24999, 0.7070845664229172, 0.7071289952522914],
  [0.25, 0.7071067811865476, 0.7071067811865476],
  [0.2500001, 0.7071070033306596, 0.7071065590423657],
  [0.3333333333333333, 0.8660254037844386, 0.5],
  [0.5001953125, 0.9999998117522413, -0.0006135922766519362],
  [0.75, 0.7071067811865476, -0.7071067811865476],
  [0.999, 0.003141587485879566, -0.9999950652018582],
  [1.0009765625, -0.003067956762965976, -0.9999952938095762],
  [1.3, -0.8090169943749475, -0.587785252292473],
  [1.75, -0.7071067811865476, 0.7071067811865476],
  [1.9990234375, -0.003067956762965976, 0.9999952938095762],
  [-0.1, -0.30901699437494745, 0.9510565162951535],
  [-1.2, 0.587785252292473, -0.8090169943749475],
  [7.3, -0.8090169943749471, -0.5877852522924736],
  [1000000.125, 0.3826834323650898, 0.9238795325112867],
] as const;

function assertRelative(actual: number, expected: number, name: string): void {
  const error = Math.abs(actual / expected - 1);
  assert(error < 5e-16, `${name} is ${actual}, expected ${expected}, off by ${error}`);
}

Deno.test("exp() is right to the last digits", () => {
  for (const [x, expected] of exponentials) assertRelative(exp(x), expected, `exp(${x})`);
  assertEquals(exp(0), 1);
});

Deno.test("exp() refuses what leaves the normal numbers", () => {
  for (const x of [-708.01, 709.01, NaN, Infinity, -Infinity]) {
    assertThrows(() => exp(x), RangeError, `got ${x}`);
  }
});

Deno.test("ln() is right to the last digits, subnormal numbers too", () => {
  for (const [x, expected] of logarithms) assertRelative(ln(x), expected, `ln(${x})`);
  assertEquals(ln(1), 0);
});

Deno.test("ln() refuses what has no logarithm", () => {
  for (const x of [0, -1, NaN, Infinity]) assertThrows(() => ln(x), RangeError, `got ${x}`);
});

Deno.test("sinPi() and cosPi() are right to the last digits", () => {
  for (const [x, sine, cosine] of turns) {
    assertRelative(sinPi(x), sine, `sinPi(${x})`);
    assertRelative(cosPi(x), cosine, `cosPi(${x})`);
  }
});

Deno.test("sinPi() and cosPi() are exact at quarter turns, and the sine of whole numbers is not -0", () => {
  const quarters = [
    [0, 0, 1],
    [0.5, 1, 0],
    [1, 0, -1],
    [1.5, -1, 0],
    [2, 0, 1],
    [-0.5, -1, 0],
    [-1, 0, -1],
    [2 ** 53 + 2, 0, 1],
    [1e300, 0, 1],
  ] as const;
  for (const [x, sine, cosine] of quarters) {
    assertEquals([sinPi(x), cosPi(x)], [sine, cosine], `${x}`);
  }
});

Deno.test("sinPi() and cosPi() refuse what is not finite", () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    assertThrows(() => sinPi(x), RangeError, `got ${x}`);
    assertThrows(() => cosPi(x), RangeError, `got ${x}`);
  }
});
