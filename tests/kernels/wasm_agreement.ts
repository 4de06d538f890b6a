import { assertEquals } from "@std/assert";
import {
  type Int8Buffer,
  type KernelMemory,
  type KernelSet,
  kernelSets,
  type Run,
  type WindowGeometry,
} from "../../src/kernels/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import { type BuildName, kernelModule } from "../../src/kernels/wasm/modules.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { placed, untouched } from "./buffers.ts";
import { windowOf } from "./cases/geometries.ts";
import { contents, difference, type Outputs } from "./conformance_case.ts";
import type { Random } from "./random.ts";

/** A bound op and what it writes. */
export interface Bound {
  readonly run: Run;
  readonly outputs: readonly (Int8Buffer | Float32Array | Int8Array)[];
}

/** The builds that this processor runs. */
export const wasmBuilds: readonly BuildName[] = (["simd", "relaxed"] as const)
  .filter((build) => kernelModule(build) !== undefined);

/** Binds the same op with the same data on a kernel set. */
export type Bind = (kernels: KernelSet, memory: KernelMemory) => Bound;

/**
 * Runs an op on the reference and the wasm kernel set, for every number of samples up to `samples`, and
 * fails where any byte of their outputs differs, those of idle samples included.
 */
export function assertAgreement(
  bind: Bind,
  { samples, message, build }: {
    readonly samples: number;
    readonly message: string;
    /** @default the fastest that runs exactly here */
    readonly build?: BuildName;
  },
): void {
  const { reference } = kernelSets;
  const expected = bind(reference, reference.createMemory());
  const actual = bind(wasmKernels, createWasmMemory(build ? { build } : {}));
  for (let count = 1; count <= samples; count++) {
    expected.run(count);
    actual.run(count);
    expected.outputs.forEach((output, i) => {
      const found = difference(outputsOf(actual.outputs[i]!), outputsOf(output));
      assertEquals(found, undefined, `${message}, ${count} of ${samples} samples, output ${i}`);
    });
  }
}

function outputsOf(output: Int8Buffer | Float32Array | Int8Array): Outputs {
  return "kind" in output ? contents(output) : { y: output };
}

/** A float32 output for one sample more than runs. */
export function floatOutput(memory: KernelMemory, length: number): Float32Array {
  return memory.allocate("float32", length).fill(untouched);
}

/** Float32 values, one in twelve of them an edge: zeros of both signs, infinities, NaN, subnormals. */
export function edgyFloats(
  memory: KernelMemory,
  random: Random,
  { length, size }: { readonly length: number; readonly size: number },
): Float32Array {
  const edges = [0, -0, Infinity, -Infinity, NaN, 2 ** -149, -(2 ** -140), 3e38];
  const values = random.floats(length, size).map((value) =>
    random.integer(0, 11) === 0 ? random.pick(edges) : value
  );
  return placed(memory, "float32", values);
}

/** A pooling window that has a cell inside the input everywhere. */
export function randomPool(random: Random): WindowGeometry {
  const channels = random.pick([1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 35]);
  const kernel = [random.integer(1, 3), random.integer(1, 3)] as const;
  const pad = (axis: 0 | 1) => random.integer(0, kernel[axis] - 1);
  const step = () => random.integer(1, 3);
  return windowOf({
    images: random.integer(1, 2),
    input: [random.integer(3, 8), random.integer(3, 8), channels],
    channels,
    kernel,
    strides: [step(), step()],
    pads: [pad(0), pad(1), pad(0), pad(1)],
  });
}
