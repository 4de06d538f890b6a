/** Element types, shapes with a symbolic batch, and tensors. */
export * from "./dtype.ts";
export * from "./shape.ts";
export * from "./tensor.ts";
