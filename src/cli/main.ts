import { closestString } from "@std/text";
import { DataError } from "../data/error.ts";
import { UsageError, UserError } from "../suite/error.ts";
import { note, print } from "./terminal.ts";

/** A command: its arguments to an exit code. */
type Command = (args: readonly string[]) => Promise<number>;

/** The commands. Each is loaded when it is called, so that --help stays fast. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import("./commands/run.ts")).run,
  ls: async () => (await import("./commands/ls.ts")).ls,
  validate: async () => (await import("./commands/validate.ts")).validate,
  quantize: async () => (await import("./commands/quantize.ts")).quantize,
  init: async () => (await import("./commands/init.ts")).init,
  inspect: async () => (await import("./commands/inspect.ts")).inspect,
  report: async () => (await import("./commands/report.ts")).report,
  verify: async () => (await import("./commands/verify.ts")).verify,
  recommend: async () => (await import("./commands/recommend.ts")).recommend,
  compare: async () => (await import("./commands/compare.ts")).compare,
  fetch: async () => (await import("./commands/fetch.ts")).fetch,
};

/**
 * The ptqbench program.
 *
 * @returns 0 done, 1 failed or interrupted, 2 wrong usage.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || args.includes("--help") || args.includes("-h")) {
      const { helpText } = await import("./help.ts");
      print(helpText());
      return name === undefined ? 2 : 0;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load === undefined) {
      throw new UsageError(
        `Cannot run command "${name}": it must be one of ${Object.keys(commands).join(", ")}; ` +
          `did you mean "${closestString(name, Object.keys(commands))}"?`,
      );
    }
    const command = await load();
    return await command(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      note(`${error.message}\nRun with --help to see every option.`);
      return 2;
    }
    if (error instanceof UserError || error instanceof DataError) {
      note(error.message);
      return 1;
    }
    note(error instanceof Error ? error.stack ?? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
