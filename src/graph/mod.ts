/** The immutable intermediate representation. */
export * from "./error.ts";
export * from "./graph.ts";
export * from "./op.ts";
