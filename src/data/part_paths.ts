import type { PartDescription } from "./dataset_schema.ts";

/** The paths that a part of a data set names. */
export function partPaths(part: PartDescription): readonly string[] {
  switch (part.reader) {
    case "digits":
      return [];
    case "images":
    case "wav":
      return [part.folder];
    case "idx":
    case "npy":
      return [part.values, ...(part.labels === undefined ? [] : [part.labels])];
    case "cifar":
    case "csv":
    case "npz":
      return [part.file];
  }
}
