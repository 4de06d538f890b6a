import { clean, evaluationIdsOf, type RunSetup } from "../../suite/mod.ts";
import { extremesOf, threeDigits as shown } from "../extremes.ts";

/** Samples that are looked at. */
const looked = 64;

/** Pixels that reach no further than this share of white are not on its scale. */
const darkShare = 0.02;

/** Model inputs within a span this small hardly differ. */
const smallSpan = 0.05;

/** Whether raw values and preprocessing fit each other, from a look at some samples. */
export function valueDoubts(setup: RunSetup): readonly string[] {
  const { source, inputs, suite: { preprocessing: { divisor, mean } } } = setup;
  const ids = evaluationIdsOf(setup).slice(0, looked);
  const raw = extremesOf(source.read(ids));
  const input = extremesOf(inputs.ofSamples(ids, clean));
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
  if (input.hi - input.lo < smallSpan) {
    doubts.push(
      `All inputs of the model lie between ${shown(input.lo)} and ${
        shown(input.hi)
      }. Is the divisor, ` +
        `${divisor}, right for raw values from ${shown(raw.lo)} to ${shown(raw.hi)}?`,
    );
  }
  return doubts;
}
