/** Prepares a Graph for a kernel set and runs it; the one arena planner. */
export * from "./arena.ts";
export * from "./session.ts";
