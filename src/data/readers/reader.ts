import type { BoundShape } from "../../tensor/mod.ts";
import type { PartDescription } from "../dataset_schema.ts";
import type { SamplePart } from "../sample_store.ts";

/** The description of a part that one reader reads. */
export type PartFor<Reader extends PartDescription["reader"]> = Extract<
  PartDescription,
  { readonly reader: Reader }
>;

/** What a reader is given beside the description of the part. */
export interface ReadContext {
  /** The absolute path of what the description names. */
  readonly locate: (path: string) => string;
  /** The shape that every sample must have, as it is read. */
  readonly shape: BoundShape;
}

/** A part of a data set, found and checked, its samples not read yet. */
export interface ReadPart {
  readonly part: SamplePart;
  readonly count: number;
  /** The class of each sample, in shared memory; absent where the part has no labels. */
  readonly labels: Uint16Array | undefined;
  /** Names of the classes, where the part knows them: its folders. */
  readonly classNames: readonly string[] | undefined;
}
