/** What a chart is read by: what it can say, what it cannot, and the tables that it is drawn from. */
export interface ChartWords {
  readonly can: string;
  readonly cannot: string;
  readonly tables: readonly string[];
}

/** Words on each chart, by its name. */
export const chartWords: ReadonlyMap<string, ChartWords> = new Map([
  ["accuracy_by_calibration_size", {
    can: "It shows for each calibrator and condition whether calibration data are what is lacking.",
    cannot:
      "It does not rank calibrators whose bands overlap, and says nothing of sizes that were not run.",
    tables: ["accuracy.csv"],
  }],
  ["accuracy_by_severity", {
    can: "It shows where a scheme begins to lose once inputs leave what calibration saw.",
    cannot:
      "It does not settle gaps of a point or so: hover for the interval, or take the paired " +
      "differences above. Where float32 itself has collapsed no scheme can be judged.",
    tables: ["accuracy.csv"],
  }],
  ["agreement_by_severity", {
    can: "It sees flips that cancel out in accuracy.",
    cannot:
      "It does not know who is right: to agree less is no loss where float32 is wrong. Accuracy " +
      "tells.",
    tables: ["accuracy.csv"],
  }],
  ["calibration_condition", {
    can:
      "Along a row it shows one calibration set and what happens when the device sees something " +
      "else; down a column, which calibration set would have been the better one.",
    cannot:
      "It shows one strength of each condition, and one calibration set of each: what a mixture " +
      "would do it does not say.",
    tables: ["accuracy.csv"],
  }],
  ["clip_rate", {
    can: "It shows which layers meet such values first as a shift grows.",
    cannot:
      "A clipped value is not yet an error: many leave the class as it is, and where inputs grow " +
      "too bright clipping can even help. Accuracy tells.",
    tables: ["layers.csv"],
  }],
  ["headroom", {
    can: "It compares each layer's fixed range with the range that its values take: at 1 they fit.",
    cannot:
      "It goes by the extremes: a single outlier makes it small while almost nothing is clipped. " +
      "Clip rate tells.",
    tables: ["layers.csv"],
  }],
  ["pareto", {
    can:
      "It shows what each strategy keeps under its own worst shift for what it costs: nothing that lies " +
      "below and to the right of another is worth having.",
    cannot:
      "The worst of many cells is worse than it is by chance, and each strategy has its own worst: the " +
      "recommendation above judges on samples that did not choose it.",
    tables: ["accuracy.csv", "cost.csv", "mixed.csv"],
  }],
  ["cost", {
    can:
      "It shows what a scheme asks of a device: memory and work are counted, the same on every " +
      "machine, and the instructions are estimated from those counts.",
    cannot:
      "The latency is this host's, and no forecast for a microcontroller; the estimate knows " +
      "nothing of caches or of wait states.",
    tables: ["cost.csv", "latency.csv"],
  }],
]);

/** Words that the page uses and does not explain where it does. */
export const glossary: readonly (readonly [string, string])[] = [
  [
    "static",
    "Activations are quantized by ranges that were fixed beforehand, from a calibration set. The " +
    "arithmetic is integer throughout.",
  ],
  [
    "dynamic",
    "The range of every activation is found anew for each input: int32 accumulators wait until their " +
    "range is known. Needs no calibration, costs a scan and memory.",
  ],
  [
    "dynamic-input",
    "Static but for the model's input, whose range is found for each input.",
  ],
  [
    "hybrid",
    "Activations are float32 between layers; each layer quantizes its input for the one integer " +
    "product, and scales the result back.",
  ],
  [
    "weight-only",
    "Weights are int8, activations float32: what is left of the error is the weights'.",
  ],
  [
    "as-shipped",
    "The quantized file that the model's maker shipped, run as it is.",
  ],
  [
    "calibrator",
    "The rule that makes a range out of the values that a calibration set produced: the extremes " +
    "(min-max), a percentile, or the range that loses least by some measure.",
  ],
  ["agreement", "The share of samples that get the same class as from the float32 model."],
  [
    "float-collapsed",
    "A condition under which float32 itself keeps less than half of its clean accuracy above chance. " +
    "Such cells are shown, and decide nothing.",
  ],
  ["clip rate", "The share of float32 values that lie outside a layer's static range."],
  ["headroom", "The width of the static range over the width of the range that was observed."],
  ["arena", "The working memory that a device needs for activations at its peak, in RAM."],
  ["flash", "The memory that weights, biases and parameters take for good."],
];
