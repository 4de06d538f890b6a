/** The kernel-set table and the kernel sets. */
import type { KernelSet } from "./kernel_set.ts";
import { referenceKernels } from "./reference/mod.ts";
import { wasmKernels } from "./wasm/wasm_kernels.ts";

export * from "./kernel_set.ts";

/** The kernel sets by name: the first is the default. */
export const kernelSetNames = ["wasm", "reference"] as const;

/** The name of a kernel set. */
export type KernelSetName = typeof kernelSetNames[number];

/** Every kernel set: all give the same bits. */
export const kernelSets: Readonly<Record<KernelSetName, KernelSet>> = {
  reference: referenceKernels,
  wasm: wasmKernels,
};
