import { assert, assertEquals } from "@std/assert";
import {
  type AffineParameters,
  signedUnitParameters,
  unitIntervalParameters,
} from "../../../src/affine/mod.ts";
import { clampTable } from "../../../src/kernels/common/clamp_table.ts";
import { lookUp } from "../../../src/kernels/common/code_table.ts";
import { hardSigmoidTable } from "../../../src/kernels/common/hard_sigmoid_table.ts";
import { hardSwishTable } from "../../../src/kernels/common/hard_swish_table.ts";
import { leakyReluTable } from "../../../src/kernels/common/leaky_relu_table.ts";
import { requantizeTable } from "../../../src/kernels/common/requantize_table.ts";
import { sigmoidTable } from "../../../src/kernels/common/sigmoid_table.ts";
import { tanhTable } from "../../../src/kernels/common/tanh_table.ts";
import { affine } from "../buffers.ts";
import { logisticCode, tanhCode } from "../oracle/tables.ts";

const input = affine({ scale: 0.05, zeroPoint: 10 }); // reals -6.9 to 5.85
const output = affine({ scale: 0.04, zeroPoint: -20 });

/** The greatest distance in codes from the real function, rounded and held to the codes. */
function worst(
  table: Int8Array,
  to: AffineParameters,
  f: (real: number) => number,
): number {
  let distance = 0;
  for (let code = -128; code <= 127; code++) {
    const real = f(input.scale * (code - input.zeroPoint));
    const exact = Math.min(Math.max(real / to.scale + to.zeroPoint, -128), 127);
    distance = Math.max(distance, Math.abs(lookUp(table, code) - exact));
  }
  return distance;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const hardGate = (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1);

Deno.test("each table is its real function, rounded to the nearest code or the next", () => {
  const relu6 = { min: 0, max: 6 };
  const gate = { alpha: 1 / 6, beta: 0.5 };
  const cases: readonly [string, Int8Array, AffineParameters, (x: number) => number, number][] = [
    ["sigmoid", sigmoidTable(input), unitIntervalParameters, logistic, 0.51],
    ["tanh", tanhTable(input), signedUnitParameters, Math.tanh, 0.51],
    [
      "hardSigmoid",
      hardSigmoidTable(input, unitIntervalParameters, gate),
      unitIntervalParameters,
      hardGate,
      0.51,
    ],
    ["hardSwish", hardSwishTable(input, output), output, (x) => x * hardGate(x), 0.75],
    [
      "leakyRelu",
      leakyReluTable(input, output, { alpha: 0.1 }),
      output,
      (x) => x < 0 ? 0.1 * x : x,
      0.75,
    ],
    [
      "clamp",
      clampTable(input, output, { clamp: relu6 }),
      output,
      (x) => Math.min(Math.max(x, 0), 6),
      0.51,
    ],
    ["requantize", requantizeTable(input, output, { ratio: 1.25 }), output, (x) => x, 0.51],
  ];
  for (const [name, table, to, f, limit] of cases) {
    const distance = worst(table, to, f);
    assert(distance <= limit, `${name} is ${distance} codes away`);
  }
});

Deno.test("sigmoidTable() and tanhTable() equal BigInt from a saturated to a vanishing input", () => {
  for (let exponent = -26; exponent <= 5; exponent++) {
    for (const zeroPoint of [-128, -3, 127]) {
      const x = affine({ scale: 1.3 * 2 ** exponent, zeroPoint });
      const tables = [sigmoidTable(x), tanhTable(x)];
      for (let code = -128; code <= 127; code++) {
        assertEquals(
          tables.map((table) => lookUp(table, code)),
          [logisticCode(code, x, unitIntervalParameters), tanhCode(code, x, signedUnitParameters)],
          `scale 1.3 * 2^${exponent}, zero point ${zeroPoint}, code ${code}`,
        );
      }
    }
  }
});

Deno.test("tables saturate where the output scale is absurdly small", () => {
  const tiny = affine({ scale: 1e-30, zeroPoint: 5 });
  const codes = [-128, 10, 127];
  const at = (table: Int8Array) => codes.map((code) => lookUp(table, code));
  assertEquals(at(requantizeTable(input, tiny, { ratio: 5e28 })), [-128, 5, 127]);
  assertEquals(at(leakyReluTable(input, tiny, { alpha: 0.5 })), [-128, 5, 127]);
  assertEquals(at(hardSwishTable(input, tiny)), [5, 5, 127]);
});

Deno.test("sigmoidTable() of a vanishing input is one half throughout", () => {
  const table = sigmoidTable(affine({ scale: 1e-20, zeroPoint: 0 }));
  assertEquals(new Set(table), new Set([0]));
});

Deno.test("a table goes into the array that is given", () => {
  const into = new Int8Array(256);
  assert(sigmoidTable(input, { into }) === into);
  assertEquals(into, sigmoidTable(input));
});
