import type { KernelSet } from "../kernel_set.ts";
import { conv2dInt8 } from "./conv2d_int8.ts";
import { depthwiseConv2dInt8 } from "./depthwise_conv2d_int8.ts";
import { elementwiseInt8, float32Kernels, moveKernels } from "./elementwise.ts";
import { fullyConnectedInt8 } from "./fully_connected_int8.ts";
import { createWasmMemory } from "./memory.ts";

/**
 * The WASM kernel set: SIMD, equal to the reference set bit for bit.
 *
 * @example
 * ```ts
 * import { wasmKernels } from "./wasm_kernels.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const memory = wasmKernels.createMemory();
 * const x = memory.allocate("float32", 2);
 * const y = memory.allocate("float32", 2);
 * x.set([-1, 9]);
 * wasmKernels.float32.clamp({ x, y, elements: 2, clamp: { min: 0, max: 6 } })(1);
 * assertEquals([...y], [0, 6]);
 * ```
 */
export const wasmKernels: KernelSet = {
  name: "wasm",
  createMemory: () => createWasmMemory(),
  float32: float32Kernels,
  int8: {
    ...elementwiseInt8,
    conv2d: conv2dInt8,
    depthwiseConv2d: depthwiseConv2dInt8,
    fullyConnected: fullyConnectedInt8,
  },
  move: moveKernels,
};
