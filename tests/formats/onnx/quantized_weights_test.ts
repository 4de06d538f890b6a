import { assertAlmostEquals, assertEquals } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { elementCount, tensor } from "../../../src/tensor/mod.ts";
import { lcg } from "../../graphs.ts";
import type { TestNode } from "./model_bytes.ts";
import { between, dequantizeNode, int8, readModel, scalar } from "./quantized_models.ts";

const dense: TestNode = {
  op: "Gemm",
  name: "dense",
  inputs: ["a", "w", "c"],
  outputs: ["b"],
  attributes: { transB: 1n },
};

Deno.test("a session computes weights of any codes and zero points the same in both kernel sets", () => {
  const codes = [-128, 127, -128, 127, 1, -128, 127, 0];
  for (const zeroPoint of [0, -128, 127, 5]) {
    const graph = readModel(between([dequantizeNode("w:q", "w", "w"), {
      ...dense,
      inputs: ["a", "w"],
    }], {
      constants: {
        "w:q": { shape: [2, 4], int8: codes },
        "w:s": scalar(0.0625),
        "w:z": int8(zeroPoint),
      },
    }));
    const x = [-0.7, 40, 63, 12.5];
    const run = (kernels: "reference" | "wasm") =>
      prepare(graph, { kernels }).run({ x: tensor("float32", [1, 4], Float32Array.from(x)) })["y"]!;
    const found = Array.from(run("reference").data);
    assertEquals(Array.from(run("wasm").data), found, `zero point ${zeroPoint}`);
    const real = [0, 1].map((o) =>
      x.reduce((sum, value, i) => {
        const code = Math.min(Math.max(Math.round(value / 0.25) + 3, 0), 255) - 3;
        return sum + code * 0.25 * (codes[o * 4 + i]! - zeroPoint) * 0.0625;
      }, 0)
    );
    real.forEach((value, o) => {
      const held = Math.min(Math.max(value, -100 * 0.5), 155 * 0.5);
      assertAlmostEquals(found[o]!, held, 0.5, `zero point ${zeroPoint}, output ${o}`);
    });
  }
});

Deno.test("both kernel sets convolve weights of any codes and zero points the same", () => {
  const window = { "kernel_shape": [3n, 3n], pads: [1n, 1n, 1n, 1n] };
  const shapes = [[[8, 8, 3, 3], 1n], [[16, 1, 3, 3], 8n], [[5, 8, 3, 3], 1n]] as const;
  for (const [shape, group] of shapes) {
    for (const zeroPoint of [0, -128, 127]) {
      const seed = 7 + zeroPoint;
      const next = lcg(seed);
      const codes = Array.from(
        { length: elementCount(shape) },
        (_, i) => i % 3 === 0 ? -128 : Math.floor(next() * 128),
      );
      const graph = readModel(between([dequantizeNode("w:q", "w", "w"), {
        op: "Conv",
        inputs: ["a", "w"],
        outputs: ["b"],
        attributes: { ...window, group },
      }], {
        x: ["n", 8, 6, 6],
        out: [40, 128],
        constants: { "w:q": { shape, int8: codes }, "w:s": scalar(0.25), "w:z": int8(zeroPoint) },
      }));
      const x = Float32Array.from({ length: 288 }, () => next() * 40);
      const [reference, wasm] = (["reference", "wasm"] as const).map((kernels) =>
        prepare(graph, { kernels }).run({ x: tensor("float32", [1, 8, 6, 6], x) })["y"]!
      );
      assertEquals(wasm, reference, `seed ${seed}, weights ${shape}, zero point ${zeroPoint}`);
    }
  }
});
