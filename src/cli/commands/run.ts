import { join } from "@std/path";
import {
  isGroup,
  loadSuites,
  type RunResult,
  runSuite,
  type Suite,
  UsageError,
} from "../../suite/mod.ts";
import { parseRunArguments, type RunArguments } from "../options.ts";
import { formatSeconds, progressOf } from "../progress.ts";
import { readIds } from "../read_ids.ts";
import { runFolder } from "../run_folder.ts";
import { runGroup } from "../run_group.ts";
import { note, print } from "../terminal.ts";

/** Runs suites, one after the other. */
export async function run(args: readonly string[]): Promise<number> {
  const parsed = parseRunArguments(args, { cores: navigator.hardwareConcurrency });
  if (parsed.out !== undefined && parsed.suites.length > 1) {
    throw new UsageError(
      `Cannot use --out with ${parsed.suites.length} suites: every run needs a folder of its own; ` +
        "run them one by one, or leave out --out",
    );
  }
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = () => {
    if (signal.aborted) Deno.exit(1);
    note("\nInterrupted: stopping the workers (once more to quit at once)");
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    for (const name of parsed.suites) {
      const done = await runNamed(name, parsed, signal);
      if (!done) return 1;
    }
    return 0;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

/** Runs a suite, or the suites of a group; false where that was interrupted. */
async function runNamed(name: string, args: RunArguments, signal: AbortSignal): Promise<boolean> {
  const suite = await loadSuites(name);
  const { mode } = args.request;
  let folder = args.out;
  const done = isGroup(suite)
    ? await runGroup(suite, {
      args,
      runPart: (part, { args: partArgs, folder: partFolder }) =>
        runOne(part, { args: partArgs, signal, folderOf: () => partFolder }),
      folderOf: async (configuration) =>
        folder ??= await runFolder({ suite: suite.name, mode, configuration }, args),
    })
    : await runOne(suite, {
      args,
      signal,
      folderOf: async (configuration) =>
        folder ??= await runFolder({ suite: suite.name, mode, configuration }, args),
    });
  if (done === undefined && folder !== undefined) {
    note(`What is done is kept: go on with the same options and --resume --out ${folder}`);
  }
  return done !== undefined;
}

/** Runs a suite; undefined where it was interrupted. */
async function runOne(
  suite: Suite,
  { args, signal, folderOf }: {
    readonly args: RunArguments;
    readonly signal: AbortSignal;
    readonly folderOf: (configuration: string) => string | Promise<string>;
  },
): Promise<RunResult | undefined> {
  const calibrationIds = args.calibrationIdsFile === undefined
    ? undefined
    : await readIds(args.calibrationIdsFile);
  const say = args.quiet ? () => {} : note;
  const start = performance.now();
  try {
    const result = await runSuite(suite, { ...args.request, calibrationIds }, {
      execution: args.execution,
      dataDir: args.dataDir,
      resume: args.resume,
      progress: progressOf(args.quiet),
      nowMs: () => performance.now(),
      date: () => new Date(),
      signal,
      onWarning: (text) => say(`${suite.name}: ${text}`),
      folderOf: async (configuration) => {
        const folder = await folderOf(configuration);
        const { workers, kernels } = args.execution;
        say(
          `${suite.name}: ${args.request.mode} run, ${workers} workers, kernels ${kernels}, ` +
            `to ${folder}`,
        );
        return folder;
      },
    });
    say(`${suite.name}: done in ${formatSeconds((performance.now() - start) / 1000)}`);
    if (!args.quiet) {
      print(join(result.folder, "report.html"));
      print(join(result.folder, "summary.md"));
    }
    return result;
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  }
}
