import { join } from "@std/path";
import { type Files, withFiles } from "../data/files/files.ts";

/** Runs a test in a folder of those files, removed afterwards. */
export const withOwnFolder = (files: Files, use: (folder: string) => Promise<void>) =>
  withFiles(files, use);

/** What tests read of a suite.json. */
interface SuiteJson {
  readonly name: string;
  readonly metric: string;
  readonly dataset: {
    readonly domain: string;
    readonly shape: readonly number[];
    readonly white?: number;
    readonly step?: number;
    readonly parts: readonly Readonly<Record<string, unknown>>[];
  };
  readonly preprocessing: Readonly<Record<string, unknown>>;
  readonly models: readonly Readonly<Record<string, unknown>>[];
  readonly ladders?: { readonly offset: readonly number[] };
}

/** The suite.json in a folder. */
export async function suiteJson(folder: string): Promise<SuiteJson> {
  return JSON.parse(await Deno.readTextFile(join(folder, "suite.json")));
}

/** Changes the suite.json in a folder. */
export async function changeSuite(
  folder: string,
  change: (suite: SuiteJson) => unknown,
): Promise<void> {
  const changed = change(await suiteJson(folder));
  await Deno.writeTextFile(join(folder, "suite.json"), JSON.stringify(changed));
}
