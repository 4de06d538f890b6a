/** Schemes, and a Graph under a scheme. */
export { floatName, int8Name } from "./activations.ts";
export { choosableValues } from "./choosable.ts";
export * from "./quantize.ts";
export * from "./scheme.ts";
