// deno-lint-ignore-file no-console
/** Where the program speaks: results to standard output, everything else to standard error. */

/** A line of result. */
export function print(text: string): void {
  console.log(text);
}

/** A line about what goes on, or what went wrong. */
export function note(text: string): void {
  console.error(text);
}
