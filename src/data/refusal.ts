import { DataError } from "./error.ts";

/** The error for a file that is not as it must be: `problem` says the rule, the value and what to do. */
export function refusal(file: string, problem: string): DataError {
  return new DataError(`Cannot read ${file}: ${problem}`);
}

/**
 * A DataError for what the operating system says about a file; other errors as they are.
 */
export function fileRefusal(file: string, error: unknown): unknown {
  if (error instanceof DataError) return error;
  if (error instanceof Deno.errors.NotFound) {
    return refusal(file, "there is no such file or folder");
  }
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return refusal(file, `it may not be opened (${error.message})`);
  }
  if (isSystemError(error)) return refusal(file, `the system says "${error.message}"`);
  return error;
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && (error.name in Deno.errors || "code" in error);
}

/** A value of a file as errors print it: short, and quoted. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value);
}
