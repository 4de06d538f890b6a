/**
 * The kernels that are exported to `../modules.ts`, one op family a file. This one entry is built
 * twice, with and without relaxed SIMD: `ASC_FEATURE_RELAXED_SIMD` tells them apart.
 */
export { conv2dInt8 } from "./conv2d";
export { depthwiseConv2dInt8 } from "./depthwise";
export { prepareStatic } from "./derive";
export { probeDot } from "./dot";
export { fullyConnectedInt8 } from "./fully_connected";
export { winogradConv2dInt8 } from "./winograd";
export * from "./elementwise";

/** Where memory is free: below it lie the constants of the kernels. */
export function freeFrom(): usize {
  return __heap_base;
}
