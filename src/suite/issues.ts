import type { z } from "zod";

/** What is wrong with a file, a line each: `models.0.name: must be …`. */
export function issueLines(error: z.ZodError): readonly string[] {
  return error.issues.flatMap((issue) => linesOf(issue as z.core.$ZodIssue, []));
}

/** Of a choice between forms, the form that what is there comes closest to. */
function linesOf(issue: z.core.$ZodIssue, before: readonly PropertyKey[]): readonly string[] {
  const path = [...before, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const depth = (issues: readonly z.core.$ZodIssue[]) =>
      Math.max(...issues.map((one) => one.path.length));
    const closest = issue.errors.reduce((best, one) => depth(one) > depth(best) ? one : best);
    if (depth(closest) > 0) return closest.flatMap((one) => linesOf(one, path));
  }
  return [`${path.map(String).join(".") || "(root)"}: ${issue.message}`];
}
