import { wilsonInterval } from "../statistics/mod.ts";
import type { AccuracyMeasure, Predictions } from "./accuracy.ts";

/** Agreement with float32 where there are no labels: what needs them is absent. */
export function scoreFidelity(
  { classes, tied }: Predictions,
  { float32 }: { readonly float32: Uint16Array },
): AccuracyMeasure {
  const samples = classes.length;
  const agreed = classes.filter((c, i) => c === float32[i]).length;
  const { lo, hi } = wilsonInterval(agreed, samples);
  return {
    metric: "fidelity",
    samples,
    value: agreed / samples,
    valueLo: lo,
    valueHi: hi,
    float32Value: undefined,
    agreement: agreed / samples,
    agreementLo: lo,
    agreementHi: hi,
    flipsHarmful: undefined,
    flipsBeneficial: undefined,
    ties: tied.length,
    mcnemarP: undefined,
  };
}
