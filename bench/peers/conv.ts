/**
 * Int8 convolutions, one thread each: our kernel against onnxruntime-node and onnxruntime-web.
 *
 *     deno task bench:peers [--kernels NAME] [--rounds N] [--block-ms N]
 */
import { parseArgs } from "@std/cli";
import { runtimeNames } from "../../src/cli/onnxruntime.ts";
import { note, print } from "../../src/cli/terminal.ts";
import { parseInteger, parseName } from "../../src/cli/values.ts";
import { type KernelSetName, kernelSetNames } from "../../src/kernels/mod.ts";
import { UsageError } from "../../src/suite/error.ts";
import { compareConv, type ConvComparison } from "./conv_compare.ts";
import { convReport } from "./conv_report.ts";
import { convBatches, convShapes } from "./conv_shapes.ts";
import { loadPeer, type Peer } from "./onnxruntime.ts";

interface ConvArguments {
  readonly kernels: KernelSetName;
  readonly rounds: number;
  readonly blockMs: number;
}

/** The arguments, with their defaults. */
function parseConvArguments(args: readonly string[]): ConvArguments {
  const parsed = parseArgs(args, {
    string: ["kernels", "rounds", "block-ms"],
    unknown: (arg) => {
      throw new UsageError(
        `Cannot use "${arg}": it must be --kernels NAME, --rounds N or --block-ms N`,
      );
    },
  });
  const given = (name: string): string | undefined => {
    const value = parsed[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    kernels: parseName("kernels", given("kernels") ?? kernelSetNames[0], kernelSetNames),
    rounds: parseInteger("rounds", given("rounds") ?? "25", { min: 6 }),
    blockMs: parseInteger("block-ms", given("block-ms") ?? "10", { min: 1 }),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const { kernels, rounds, blockMs } = parseConvArguments(args);
  const peers: Peer[] = [];
  for (const name of runtimeNames) peers.push(await loadPeer(name));
  const comparisons: ConvComparison[] = [];
  for (const shape of convShapes) {
    for (const batch of convBatches) {
      note(`${shape.name}, batch ${batch}`);
      comparisons.push(
        await compareConv(shape, {
          batch,
          peers,
          kernels,
          rounds,
          blockMs,
          seed: 0,
          nowMs: () => performance.now(),
        }),
      );
    }
  }
  const versions = peers.map(({ name, version }) => `${name} ${version}`).join(", ");
  print(`Kernel set ${kernels}; ${versions}; ${rounds} rounds of ${blockMs} ms blocks.\n`);
  print(convReport(comparisons, runtimeNames));
  return 0;
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(Deno.args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(error.message);
    Deno.exitCode = 2;
  }
}
