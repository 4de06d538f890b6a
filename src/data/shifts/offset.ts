import type { RawShift } from "./shift.ts";

/**
 * A constant added to every value: x + o. In log-mel features a louder microphone does this (a waveform
 * times g adds 20 log10 g to features in dB); in measurements it is the bias of a sensor. o is in raw
 * units, which mean nothing without the data: there is no default ladder.
 */
export const offset: RawShift = {
  domains: ["audio", "vector"],
  values: "raw",
  parameter: "added, in raw units",
  ladder: undefined,
  ladderRule: { values: "finite numbers", accepts: Number.isFinite },
  apply: (values, { parameter }) => values.map((value) => value + parameter),
};
