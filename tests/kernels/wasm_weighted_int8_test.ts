import { assert, assertEquals, assertThrows } from "@std/assert";
import { referenceKernels } from "../../src/kernels/reference/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import { kernelModule } from "../../src/kernels/wasm/modules.ts";
import { planLayout } from "../../src/kernels/wasm/plan.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { windowOf } from "./cases/geometries.ts";
import { type Random, seededRandom } from "./random.ts";
import { assertAgreement, bind, builds, type Shape } from "./wasm_weighted_agreement.ts";

/** A convolution with at least one output. */
function randomWindow(random: Random, op: "conv2d" | "depthwiseConv2d"): Shape {
  for (;;) {
    const groups = random.pick([1, 1, 1, 2, 3]);
    const channels = random.pick([1, 3, 4, 8, 12, 16, 21, 32]);
    const depthwise = op === "depthwiseConv2d";
    const side = () => random.pick([1, 2, 3, 5, 8, 13]);
    const taps = () => random.pick([1, 1, 2, 3, 3, 3, 5]);
    const pad = () => random.pick([0, 0, 1, 1, 2, 3]);
    const step = () => random.pick([1, 1, 1, 2, 3]);
    const square = random.pick([true, false]) ? 3 : undefined;
    const geometry = windowOf({
      images: random.pick([1, 1, 2]),
      input: [side(), side(), depthwise ? channels : groups * random.pick([1, 2, 3, 4, 7, 16])],
      channels: depthwise
        ? channels * random.pick([1, 1, 1, 2, 3])
        : groups * random.pick([1, 2, 5, 8, 9, 16, 23]),
      kernel: [square ?? taps(), square ?? taps()],
      strides: [step(), step()],
      dilations: square ? [1, 1] : [step(), step()],
      pads: [pad(), pad(), pad(), pad()],
      groups: depthwise ? 1 : groups,
    });
    if (geometry.outputHeight > 0 && geometry.outputWidth > 0) return { op, geometry };
  }
}

function randomShape(random: Random): Shape {
  const op = random.pick(["conv2d", "conv2d", "depthwiseConv2d", "fullyConnected"] as const);
  if (op !== "fullyConnected") return randomWindow(random, op);
  const rows = random.pick([1, 1, 2, 7, 31, 60]);
  const inputs = random.pick([1, 2, 3, 4, 5, 13, 64, 257]);
  return { op, geometry: { rows, inputs, outputs: random.pick([1, 2, 8, 10, 16, 27, 48]) } };
}

for (const build of builds) {
  Deno.test(`the ${build} build equals the reference for random weighted int8 ops`, () => {
    for (let seed = 1; seed <= 400; seed++) {
      assertAgreement(build, randomShape(seededRandom(seed)), { seed });
    }
  });

  Deno.test(`the ${build} build equals the reference for depthwise 3x3 in columns of rows`, () => {
    for (const [seed, stride] of [1, 2, 1, 3].entries()) {
      for (const input of [[5, 7, 16], [4, 3, 8], [1, 9, 36]] as const) {
        const channels = input[2];
        const geometry = windowOf({
          ...{ input, channels, kernel: [3, 3] },
          ...{ strides: [stride, stride], pads: [1, 1, 1, 1] },
        });
        assertAgreement(build, { op: "depthwiseConv2d", geometry }, { seed: seed + 1 });
      }
    }
  });
}

Deno.test("kernels of few channels put neighbouring positions abreast and equal the reference", () => {
  const shapes = [
    windowOf({ input: [28, 28, 1], channels: 6, kernel: [5, 5], pads: [2, 2, 2, 2] }),
    windowOf({ input: [6, 10, 1], channels: 2, kernel: [3, 3] }),
    windowOf({ input: [5, 9, 2], channels: 5, kernel: [1, 3], strides: [1, 2] }),
  ];
  for (const build of builds) {
    for (const [i, geometry] of shapes.entries()) {
      for (const seed of [1, 2, 3]) {
        assertAgreement(build, { op: "conv2d", geometry }, { seed: 10 * i + seed });
      }
    }
  }
});

Deno.test("the relaxed build multiplies bytes, exactly or not at all", () => {
  const module = kernelModule("relaxed");
  if (module !== undefined) assertEquals(module.operands.bytes, 1);
  assertEquals(kernelModule("simd")!.operands, { bytes: 2, offset: 0 });
});

Deno.test("planLayout lists the fields of Plan in the order and with the types of its source", async () => {
  const file = new URL("../../src/kernels/wasm/assembly/plan.ts", import.meta.url);
  const source = await Deno.readTextFile(file);
  const body = source.slice(source.indexOf("class Plan {"), source.indexOf("\n}"));
  const fields = [...body.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, name, type]) => [name, type]);
  const types = { float64: "f64", float32: "f32", int32: /i32|usize/ } as const;
  assertEquals(planLayout.map(([name]) => name as string), fields.map(([name]) => name!));
  for (const [i, [name, type]] of planLayout.entries()) {
    assert(new RegExp(types[type]).test(fields[i]![1]!), `${name} is ${fields[i]![1]}`);
  }
});

Deno.test("createWasmMemory() keeps its views valid while it grows", () => {
  const memory = createWasmMemory();
  const first = memory.allocate("int8", 3).fill(5);
  const second = memory.allocate("float32", 3_000_000).fill(7);
  memory.allocate("int8", 1_000_000);
  first[0] = 6;
  assertEquals([...first, second[2_999_999], second.length], [6, 5, 5, 7, 3_000_000]);
});

Deno.test("binding refuses buffers of another memory", () => {
  const shape: Shape = { op: "fullyConnected", geometry: { rows: 1, inputs: 2, outputs: 2 } };
  const memory = referenceKernels.createMemory();
  assertThrows(
    () =>
      bind({ kernels: wasmKernels.int8, memory }, shape, { kind: "static", seed: 1, samples: 1 }),
    TypeError,
    "Cannot bind a wasm kernel",
  );
});
