/** Runs the program as a person would, in a process of its own. */
import { fromFileUrl } from "@std/path";

const main = fromFileUrl(new URL("../../src/cli/main.ts", import.meta.url));
const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-sys"];

/** What a command printed and how it ended. */
export interface CliResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** The command, not started yet. */
export function cliCommand(
  args: readonly string[],
  allowed: readonly string[] = permissions,
  cwd?: string,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...allowed, main, ...args],
    ...(cwd !== undefined && { cwd }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  });
}

/** Runs a command to its end. */
export function cli(...args: readonly string[]): Promise<CliResult> {
  return resultOf(cliCommand(args));
}

/** Runs commands in a folder, each to its end. */
export function cliIn(cwd: string): (...args: readonly string[]) => Promise<CliResult> {
  return (...args) => resultOf(cliCommand(args, permissions, cwd));
}

/** What a command prints and how it ends. */
export async function resultOf(command: Deno.Command): Promise<CliResult> {
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout), errors: text.decode(stderr) };
}

/** A small run: one model, few samples; seconds. */
export const smallRun = [
  "run",
  "digits",
  "--quick",
  "--models=mlp",
  "--schemes=float32,weight-only,static,dynamic,dynamic-input,hybrid,mixed",
  "--calibrators=min-max,percentile,entropy",
  "--sizes=20,40",
  "--samples=40",
  "--shifts=gain,gaussian-noise",
  "--severities=3,5",
  "--quiet",
] as const;
