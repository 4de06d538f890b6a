/** The kernel-set table and the kernel sets. */
export * from "./kernel_set.ts";
