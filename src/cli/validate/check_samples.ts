import type { SampleSource } from "../../data/mod.ts";
import type { Progress } from "../../suite/mod.ts";
import { elementCount } from "../../tensor/mod.ts";

/** Elements that are read at once, at most. */
const elementsAtOnce = 2 ** 20;

/**
 * Reads every sample once, so that a damaged one is found before a run.
 *
 * @throws {DataError} On the first sample that cannot be read: names its file and the rule.
 */
export function checkSamples(source: SampleSource, progress: Progress): void {
  const { count } = source;
  const step = Math.max(1, Math.floor(elementsAtOnce / elementCount(source.shape)));
  progress.begin("read samples", count);
  for (let from = 0; from < count; from += step) {
    const ids = Array.from({ length: Math.min(step, count - from) }, (_, i) => from + i);
    source.read(ids);
    progress.advance(ids.length);
  }
  progress.end();
}
