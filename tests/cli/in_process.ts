// deno-lint-ignore-file no-console
import { main } from "../../src/cli/main.ts";
import type { CliResult } from "./cli.ts";

/** Runs a command in this process: what it prints and its exit code. One at a time. */
export async function runMain(...args: readonly string[]): Promise<CliResult> {
  const { log, error } = console;
  const [output, errors]: [string[], string[]] = [[], []];
  console.log = (text: string) => void output.push(text);
  console.error = (text: string) => void errors.push(text);
  try {
    const code = await main(args);
    return { code, output: output.join("\n"), errors: errors.join("\n") };
  } finally {
    console.log = log;
    console.error = error;
  }
}
