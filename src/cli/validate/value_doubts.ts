import { evaluationIdsOf, type RunSetup } from "../../suite/mod.ts";
import { extremesOf, samplesLookedAt, threeDigits as shown } from "../extremes.ts";

/** Pixels that reach no further than this share of white are not on its scale. */
const darkShare = 0.02;

/** Model inputs that differ by less hardly differ. */
const smallSpan = 0.05;

/** Whether raw values and preprocessing fit each other, from a look at some samples. */
export function valueDoubts(setup: RunSetup): readonly string[] {
  const { source, suite: { preprocessing: { divisor, mean, std } } } = setup;
  const ids = evaluationIdsOf(setup).slice(0, samplesLookedAt(source.shape));
  const raw = extremesOf(source.read(ids));
  const doubts: string[] = [];
  if (source.domain === "image" && (raw.hi > source.white || raw.lo < 0)) {
    doubts.push(
      `Pixels go from ${shown(raw.lo)} to ${
        shown(raw.hi)
      }, and white is ${source.white}, so shifts clip ` +
        `them. Correct "white" of the data, or give the images as they were before normalization.`,
    );
  }
  if (source.domain === "image" && raw.hi <= darkShare * source.white) {
    doubts.push(
      `The brightest pixel of ${ids.length} samples is ${
        shown(raw.hi)
      }, and white is ${source.white}. ` +
        'Correct "white" of the data.',
    );
  }
  if (divisor === 1 && raw.hi > 2 && mean.some((m) => m > 0) && mean.every((m) => m <= 1)) {
    doubts.push(
      `Raw values reach ${shown(raw.hi)}, and mean ${
        mean.join(", ")
      } is usual for pixels in [0, 1]. ` +
        'Set "divisor" to 255 if that is so.',
    );
  }
  const span = (raw.hi - raw.lo) / divisor / Math.max(...std);
  if (span < smallSpan) {
    doubts.push(
      `Raw values from ${shown(raw.lo)} to ${
        shown(raw.hi)
      } become inputs of the model that differ by ` +
        `${shown(span)} at most. Is the divisor, ${divisor}, right?`,
    );
  }
  return doubts;
}
