import { join } from "@std/path";
import { buildReports, type ReportFile } from "../../report/mod.ts";
import { UsageError, UserError } from "../../suite/mod.ts";
import { writeWhole } from "../files.ts";
import { parseOptions } from "../parse_options.ts";
import { readReportInput } from "../read_report_input.ts";
import { print } from "../terminal.ts";

/** Draws the charts of a run again, and writes its summary and its page, from its tables alone. */
export async function report(args: readonly string[]): Promise<number> {
  const { positional, flag } = parseOptions(args, {
    options: {},
    flags: { quiet: "say nothing but errors" },
  });
  const [folder, ...rest] = positional;
  if (folder === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot report: the folder of one run must be named, got ${positional.length}; ` +
        "type report reports/digits/RUN",
    );
  }
  const files = (await built(folder)).filter(({ name }) => !name.endsWith(".csv"));
  for (const { name, text } of files) await writeWhole(join(folder, name), text);
  if (!flag("quiet")) print(join(folder, "report.html"));
  return 0;
}

async function built(folder: string): Promise<readonly ReportFile[]> {
  const input = await readReportInput(folder);
  try {
    return await buildReports(input);
  } catch (error) {
    // The tables were read: what is left are values that no run writes.
    throw new UserError(
      `Cannot report on "${folder}": ${error instanceof Error ? error.message : error}; ` +
        "run the suite again",
    );
  }
}
