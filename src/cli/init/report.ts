import { isAbsolute, join } from "@std/path";
import { evaluationCount, partPaths, poolCount } from "../../data/mod.ts";
import { isAboveChance, percentRight } from "../float32_accuracy.ts";
import type { InitArguments } from "./init_arguments.ts";
import type { Normalization } from "./normalization.ts";
import type { OwnData } from "./own_data.ts";

/** Names that are shown of many. */
const shown = 8;

/** What was found, what was guessed, and what to do next, a line each. */
export function initReport(
  { folder, data }: InitArguments,
  { own, normalizations, builtIn }: {
    readonly own: OwnData;
    readonly normalizations: readonly Normalization[];
    /** Names of suites that come with ptqbench: they would be meant. */
    readonly builtIn: readonly string[];
  },
): readonly string[] {
  const { dataset, source, form } = own;
  const path = builtIn.includes(folder.split("/")[0]!) ? `./${folder}` : folder;
  const typed = path.includes(" ") ? JSON.stringify(path) : path;
  return [
    `Written: ${join(folder, "suite.json")}`,
    `  samples        ${dataset.count} of ${source.shape.join(" x ")}, ${form.what}`,
    ...placeLines(own, data),
    `  labels         ${labelsText(own)}`,
    `  split          ${evaluationCount(dataset)} to evaluate, ${
      poolCount(dataset)
    } to calibrate on, by their content`,
    ...normalizationLines(normalizations),
    "Compare preprocessing in suite.json with what the model was trained with. Then type",
    `  deno task ptqbench validate ${typed}`,
    `  deno task ptqbench run ${typed} --quick`,
  ];
}

/** Where the samples are; they are not copied. */
function placeLines({ description, form }: OwnData, data: string): readonly string[] {
  const part = description.parts[0]!;
  const array = part.reader === "npz" ? `array "${part.values}" of ` : "";
  const stays = partPaths(part).some((path) => isAbsolute(path)) ? ", which is not copied" : "";
  return [
    ...(form.hint === undefined ? [] : [`                 ${form.hint}`]),
    `                 from ${array}${data}${stays}`,
  ];
}

function labelsText({ source: { classNames }, description }: OwnData): string {
  if (classNames !== undefined) {
    const rest = classNames.length > shown ? ", ..." : "";
    return `${classNames.length} classes: ${classNames.slice(0, shown).join(", ")}${rest}`;
  }
  const instead: Readonly<Record<string, string>> = {
    images: "; a folder a class gives labels",
    wav: "; a folder a class gives labels",
    npz: "; an array y of integers gives labels",
    csv: '; a column "label" gives labels',
  };
  const hint = instead[description.parts[0]!.reader] ?? "; --labels FILE gives labels";
  return `none, so agreement with float32 is measured (fidelity)${hint}`;
}

function normalizationLines([best, ...others]: readonly Normalization[]): readonly string[] {
  const { name, float32 } = best!;
  if (float32 === undefined) return [`  preprocessing  ${name}: a guess, only labels could tell`];
  const text = (one: Normalization) => percentRight(one.float32!);
  return [
    `  preprocessing  ${name}: float32 is right on ${text(best!)} of ${float32.samples} samples`,
    ...others.slice(0, 3).map((other) => `                 (${other.name}: ${text(other)})`),
    ...(isAboveChance(float32)
      ? []
      : ["                 None is better than chance: correct it, or the order of the classes"]),
  ];
}
