import { basename, extname, resolve } from "@std/path";
import type { SampleSource } from "../../data/mod.ts";
import type { Preprocessing } from "../../suite/mod.ts";
import type { InitArguments } from "./init_arguments.ts";
import type { OwnData } from "./own_data.ts";

/** Severity of the shift of a calibration set that is unlike the device's inputs. */
const unlikeSeverity = 5;

/** The metric that can be measured on samples: without labels only agreement with float32. */
export function metricOf({ classNames }: SampleSource): "top-1" | "fidelity" {
  return classNames === undefined ? "fidelity" : "top-1";
}

/** What the suite.json of a model and data of one's own says. */
export function newSuite(
  { folder, model, data }: InitArguments,
  { own: { source, description, form }, preprocessing, file, shipped }: {
    readonly own: OwnData;
    readonly preprocessing: Preprocessing;
    /** Paths of the model, and of what was shipped of it, relative to the folder. */
    readonly file: string;
    readonly shipped: string | undefined;
  },
): Readonly<Record<string, unknown>> {
  return {
    name: plainName(resolve(folder)),
    version: 1,
    description: `${basename(model)} on ${basename(resolve(data))}`,
    dataset: description,
    metric: metricOf(source),
    preprocessing,
    models: [{
      name: modelName(model),
      file,
      ...(shipped !== undefined && { shipped: { file: shipped } }),
    }],
    ...(form.offsets && { ladders: { offset: form.offsets } }),
    calibrationConditions: [
      { name: "clean" },
      ...form.unlike.map(({ name, shift }) => ({
        name,
        shift: { name: shift, severity: unlikeSeverity },
      })),
    ],
  };
}

/** The name of a model: that of its file, without its ending. */
export function modelName(path: string): string {
  return plainName(basename(path, extname(path)));
}

/** A name that a suite may have, from that of a file or folder. */
function plainName(path: string): string {
  const name = basename(path).toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "").replace(/-+$/, "").slice(0, 64);
  return name === "" ? "mine" : name;
}
