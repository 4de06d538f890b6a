import { join } from "@std/path";
import { journalName, loadSuite, runSuite, UsageError, UserError } from "../../suite/mod.ts";
import { parseRunArguments, type RunArguments } from "../options.ts";
import { formatSeconds, progressOf } from "../progress.ts";
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
  const interrupt = () => {
    if (controller.signal.aborted) Deno.exit(1);
    note("\nInterrupted: stopping the workers (once more to quit at once)");
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    for (const suite of parsed.suites) {
      const done = await runOne(suite, parsed, controller.signal);
      if (!done) return 1;
    }
    return 0;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

async function runOne(name: string, args: RunArguments, signal: AbortSignal): Promise<boolean> {
  const suite = await loadSuite(name);
  const calibrationIds = args.calibrationIdsFile === undefined
    ? undefined
    : await readIds(args.calibrationIdsFile);
  const start = performance.now();
  let folder: string | undefined;
  try {
    const result = await runSuite(suite, { ...args.request, calibrationIds }, {
      execution: args.execution,
      resume: args.resume,
      progress: progressOf(args.quiet),
      nowMs: () => performance.now(),
      date: () => new Date(),
      signal,
      folderOf: async (configuration) => {
        folder = args.out ?? await defaultFolder(suite.name, {
          configuration,
          mode: args.request.mode,
          resume: args.resume,
        });
        if (!args.quiet) {
          const { workers, kernels } = args.execution;
          note(
            `${suite.name}: ${args.request.mode} run, ${workers} workers, kernels ${kernels}, ` +
              `to ${folder}`,
          );
        }
        return folder;
      },
    });
    if (!args.quiet) {
      note(`${suite.name}: done in ${formatSeconds((performance.now() - start) / 1000)}`);
      print(join(result.folder, "summary.md"));
    }
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (folder !== undefined) {
      note(`What is done is kept: go on with the same options and --resume --out ${folder}`);
    }
    return false;
  }
}

/** `reports/SUITE/DATE-MODE-HASH`; to resume, the newest of these with a journal and this hash. */
async function defaultFolder(
  suite: string,
  { configuration, mode, resume }: {
    readonly configuration: string;
    readonly mode: string;
    readonly resume: boolean;
  },
): Promise<string> {
  const parent = join("reports", suite);
  if (!resume) {
    const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
    return join(parent, `${stamp}-${mode}-${configuration}`);
  }
  const runs: string[] = [];
  try {
    for await (const entry of Deno.readDir(parent)) {
      if (entry.isDirectory && await hasJournal(join(parent, entry.name))) runs.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const own = runs.filter((name) => name.endsWith(`-${configuration}`)).sort().at(-1);
  if (own !== undefined) return join(parent, own);
  const others = runs.length > 0 ? `; there are ${runs.sort().join(", ")}` : "";
  throw new UserError(
    `Cannot resume: no run under ${parent} has this configuration (${configuration})${others}; ` +
      "give the options of that run, or name its folder with --out",
  );
}

async function hasJournal(folder: string): Promise<boolean> {
  try {
    return (await Deno.stat(join(folder, journalName))).isFile;
  } catch {
    return false;
  }
}

/** The most bytes that a file of ids may have. */
const idsLimit = 1 << 24;

async function readIds(path: string): Promise<readonly number[]> {
  let ids: unknown;
  try {
    const { size } = await Deno.stat(path);
    if (size > idsLimit) {
      throw new RangeError(`it must have at most ${idsLimit} bytes, got ${size}`);
    }
    ids = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new UserError(
      `Cannot read calibration ids "${path}": ${error instanceof Error ? error.message : error}`,
    );
  }
  if (
    Array.isArray(ids) && ids.length > 0 &&
    ids.every((id) => Number.isSafeInteger(id) && id >= 0) &&
    new Set(ids).size === ids.length
  ) return ids;
  throw new UserError(
    `Cannot use calibration ids "${path}": it must be a JSON list of different whole numbers, ` +
      "such as [17, 4, 90]",
  );
}
