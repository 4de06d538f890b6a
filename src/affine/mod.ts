/** Affine int8 quantization: checked parameters, named roundings, fixed-point multipliers. */
export * from "./multiplier.ts";
export * from "./parameters.ts";
export * from "./rounding.ts";
