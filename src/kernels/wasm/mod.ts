/**
 * The WASM kernels: SIMD, built from `assembly/` by `deno task wasm`, equal to the reference set bit
 * for bit. The set itself is `wasm_kernels.ts`.
 */
import type { Int8Kernels } from "../kernel_set.ts";
import { conv2dInt8 } from "./conv2d_int8.ts";
import { depthwiseConv2dInt8 } from "./depthwise_conv2d_int8.ts";
import { fullyConnectedInt8 } from "./fully_connected_int8.ts";

export { createWasmMemory, type WasmMemory } from "./memory.ts";
export { type BuildName, builds, kernelModule } from "./modules.ts";

/** The weighted int8 kernels; their buffers come from {@linkcode createWasmMemory}. */
export const weightedInt8: Pick<Int8Kernels, "conv2d" | "depthwiseConv2d" | "fullyConnected"> = {
  conv2d: conv2dInt8,
  depthwiseConv2d: depthwiseConv2dInt8,
  fullyConnected: fullyConnectedInt8,
};
