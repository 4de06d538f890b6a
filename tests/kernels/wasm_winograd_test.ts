import { assert, assertEquals } from "@std/assert";
import type { ConvGeometry } from "../../src/kernels/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { winogradFits, winogradPays } from "../../src/kernels/wasm/winograd_choice.ts";
import { winogradInt8 } from "../../src/kernels/wasm/winograd_int8.ts";
import { packFilters, sumsFit } from "../../src/kernels/wasm/winograd_weights.ts";
import { windowOf } from "./cases/geometries.ts";
import { type Random, seededRandom } from "./random.ts";
import { assertAgreement, builds } from "./wasm_weighted_agreement.ts";

/** The int8 kernels, all convolutions by Winograd, whether it pays or not. */
const kernels = { ...wasmKernels.int8, conv2d: winogradInt8 };
const bytes = { bytes: 1, offset: 128 } as const;
const words = { bytes: 2, offset: 0 } as const;

/** A 3x3 convolution with at least one output: sides from one row to several ragged tiles. */
function randomGeometry(random: Random): ConvGeometry {
  for (;;) {
    const side = () => random.pick([1, 2, 3, 4, 5, 7, 8, 11, 13, 17]);
    const pad = () => random.pick([0, 0, 1, 1, 1, 2, 3]);
    const geometry = windowOf({
      images: random.pick([1, 1, 1, 2]),
      input: [side(), side(), random.pick([8, 8, 16, 24, 40])],
      channels: random.pick([8, 8, 16, 24, 40]),
      kernel: [3, 3],
      pads: [pad(), pad(), pad(), pad()],
    });
    if (geometry.outputHeight > 0 && geometry.outputWidth > 0) return geometry;
  }
}

/** A square 3x3 convolution with padding, as layers have it. */
function layer(side: number, inputs: number, outputs = inputs): ConvGeometry {
  return windowOf({
    input: [side, side, inputs],
    channels: outputs,
    kernel: [3, 3],
    pads: [1, 1, 1, 1],
  });
}

for (const build of builds) {
  Deno.test(`Winograd in the ${build} build equals the reference for random shapes`, () => {
    for (let seed = 1; seed <= 100; seed++) {
      const geometry = randomGeometry(seededRandom(1000 + seed));
      assertAgreement(build, { op: "conv2d", geometry }, { seed, kernels, weightZeroPoint: 0 });
    }
  });

  Deno.test(`Winograd in the ${build} build equals the reference for one to nine tiles`, () => {
    for (const [rows, columns] of [[4, 4], [4, 8], [4, 12], [12, 4], [12, 12], [9, 10]] as const) {
      const geometry = windowOf({
        input: [rows + 2, columns + 2, 16],
        channels: 8,
        kernel: [3, 3],
      });
      const seed = rows * columns;
      assertAgreement(build, { op: "conv2d", geometry }, { seed, kernels, weightZeroPoint: 0 });
    }
  });

  Deno.test(`Winograd in the ${build} build is exact for the extremes of codes and weights`, () => {
    const extremes = [
      { codes: [-128], weights: [-128] },
      { codes: [127], weights: [-128] },
      { codes: [-128], weights: [127] },
      { codes: [-128, 127], weights: [-128, 127] },
      { codes: [-128, 127, 0], weights: [-127, 127, 1] },
    ];
    // 224 channels of weights -128 add up to 258,048, just below 2^18.
    for (const [channels, side] of [[8, 5], [224, 4]] as const) {
      const geometry = layer(side, channels, 8);
      for (const [i, extreme] of extremes.entries()) {
        const options = { seed: i + 1, kernels, extremes: extreme, weightZeroPoint: 0 };
        assertAgreement(build, { op: "conv2d", geometry }, options);
      }
    }
  });

  Deno.test(`conv2d in the ${build} build equals the reference where Winograd is chosen or not`, () => {
    for (const [side, channels] of [[8, 32], [7, 32], [9, 64]] as const) {
      const geometry = layer(side, channels);
      for (const weightZeroPoint of [0, 5]) {
        assertAgreement(build, { op: "conv2d", geometry }, { seed: side, weightZeroPoint });
      }
    }
  });
}

Deno.test("packFilters() writes 24 G w (24 G)^T, halved at infinity, and the sums of weights", () => {
  const g = [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ];
  const scale = [24, 24, 24, 24, 24, 12];
  const [inputChannels, outputChannels] = [8, 16];
  const data = seededRandom(3).codes(outputChannels * 9 * inputChannels);
  const weights = { data, scales: new Float32Array(outputChannels).fill(1), zeroPoint: 0 };
  const memory = createWasmMemory();
  const { at, sums } = packFilters(memory, { weights, inputChannels, outputChannels });
  const packed = new Int16Array(memory.buffer, at, 36 * inputChannels * outputChannels);
  for (let o = 0; o < outputChannels; o++) {
    let total = 0;
    for (let c = 0; c < inputChannels; c++) {
      const tap = (i: number, j: number) => data[(o * 9 + 3 * i + j) * inputChannels + c]!;
      for (let f = 0; f < 36; f++) {
        const [row, column] = [Math.floor(f / 6), f % 6];
        let expected = 0;
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) expected += g[row]![i]! * tap(i, j) * g[column]![j]!;
        }
        expected = Math.round(expected * scale[row]! * scale[column]!);
        const panel = Math.floor(o / 8) * 36 * inputChannels * 8;
        const index = panel + f * inputChannels * 8 + Math.floor(c / 2) * 16 + o % 8 * 2 + c % 2;
        assertEquals(packed[index], expected, `output ${o}, input ${c}, frequency ${f}`);
      }
      for (let t = 0; t < 9; t++) total += tap(Math.floor(t / 3), t % 3);
    }
    assertEquals(sums[o], total);
  }
});

Deno.test("sumsFit() ends where the magnitudes of a channel add up to 2^18", () => {
  const weights = (values: readonly number[]) => ({
    data: Int8Array.from(values),
    scales: Float32Array.of(1, 1),
    zeroPoint: 0,
  });
  const limit = new Array(2048).fill(-128);
  const below = [...limit.slice(1), 127];
  const sizes = { outputChannels: 2 };
  assert(sumsFit(weights([...below, ...below]), sizes));
  assert(!sumsFit(weights([...below, ...limit]), sizes));
  assert(!sumsFit(weights([...limit, ...below]), sizes));
});

Deno.test("winogradFits() takes 3x3 of stride 1, channels in eights, within its memory", () => {
  const fits = (changes: Partial<ConvGeometry>, zeroPoint = 0) => {
    const geometry = { ...layer(8, 16), ...changes };
    const length = geometry.outputChannels * 9 * geometry.inputChannels;
    const scales = new Float32Array(geometry.outputChannels);
    return winogradFits({
      geometry,
      weights: { data: new Int8Array(length).fill(9), scales, zeroPoint },
    });
  };
  assert(fits({}));
  assert(fits({ inputChannels: 8, outputChannels: 8 }));
  assert(fits({ inputChannels: 240, outputChannels: 240 }));
  assert(!fits({ inputChannels: 248, outputChannels: 240 }));
  assert(!fits({}, 3));
  const others: readonly Partial<ConvGeometry>[] = [
    { kernelHeight: 5 },
    { kernelWidth: 1 },
    { groups: 2 },
    { strideHeight: 2 },
    { strideWidth: 2 },
    { dilationHeight: 2 },
    { dilationWidth: 2 },
    { inputChannels: 12 },
    { outputChannels: 12 },
  ];
  for (const other of others) assert(!fits(other), JSON.stringify(other));
});

Deno.test("winogradPays() with bytes for many channels and full tiles, with 16 bits for most", () => {
  const cases: readonly (readonly [ConvGeometry, boolean, boolean])[] = [
    [layer(8, 64), true, true],
    [layer(16, 32), true, true],
    [layer(28, 32), true, true],
    [layer(12, 48), true, true],
    [layer(14, 128), true, true],
    [layer(32, 16), false, true],
    [layer(7, 32), false, true],
    [layer(13, 64), false, true],
    [layer(4, 64), false, true],
    [layer(32, 8), false, true],
    [layer(1, 64), false, false],
    [layer(3, 16), false, false],
  ];
  for (const [geometry, withBytes, with16Bits] of cases) {
    const { outputHeight, inputChannels } = geometry;
    const name = `${inputChannels} channels at ${outputHeight}x${outputHeight}`;
    assertEquals(winogradPays(geometry, bytes), withBytes, `${name}, bytes`);
    assertEquals(winogradPays(geometry, words), with16Bits, `${name}, 16 bits`);
  }
});
