import type { BoundShape } from "../../tensor/mod.ts";

/** What to describe. */
export interface DataQuestion {
  readonly data: string;
  readonly labels: string | undefined;
  /** Of one sample, as the model asks for it: images [height, width, channels]. */
  readonly shape: BoundShape;
  /** A path as the suite is to have it. */
  readonly stored: (path: string) => string;
}
