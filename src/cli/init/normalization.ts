import type { SampleSource } from "../../data/mod.ts";
import { prepare } from "../../execute/mod.ts";
import type { Graph } from "../../graph/mod.ts";
import { classify, infer } from "../../measure/mod.ts";
import { clean, createInputReader } from "../../suite/mod.ts";
import type { Preprocessing } from "../../suite/schema.ts";

/** A way from raw values to model inputs, and how many samples float32 gets right with it. */
export interface Candidate {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  /** Absent where samples have no labels. */
  readonly accuracy: number | undefined;
}

/** Samples that candidates are tried on. */
const tried = 200;

/** Usual means and standard deviations of pixels in [0, 1], by what training code calls them. */
const usual: readonly { readonly name: string; readonly mean: number[]; readonly std: number[] }[] =
  [
    { name: "pixels in [0, 1]", mean: [0], std: [1] },
    { name: "pixels in [-1, 1]", mean: [0.5], std: [0.5] },
    { name: "ImageNet's", mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    { name: "CIFAR-10's", mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    { name: "MNIST's", mean: [0.1307], std: [0.3081] },
    { name: "Fashion-MNIST's", mean: [0.286], std: [0.353] },
  ];

/**
 * Tries usual normalizations on a few samples, the best first: training code knows which one it was, a
 * model file does not say. Without labels the order is that of the list.
 */
export function tryNormalizations(
  graph: Graph,
  source: SampleSource,
  { layout, ids }: { readonly layout: Preprocessing["layout"]; readonly ids: readonly number[] },
): readonly Candidate[] {
  const session = prepare(graph, { kernels: "wasm", batch: 16 });
  const some = ids.slice(0, tried);
  const labels = source.classNames && source.labels(some);
  const candidates = preprocessings(source, layout).map((candidate): Candidate => {
    if (labels === undefined) return { ...candidate, accuracy: undefined };
    const { preprocessing } = candidate;
    const reader = createInputReader(source, {
      preprocessing,
      input: "float32",
      ladders: {},
      seed: 0,
    });
    const logits = infer(session, reader.ofSamples(some, clean));
    const { classes } = classify(logits, logits.length / some.length);
    const right = classes.filter((c, i) => c === labels[i]).length;
    return { ...candidate, accuracy: right / some.length };
  });
  return candidates.toSorted((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0));
}

function preprocessings(
  { domain, white, shape }: SampleSource,
  layout: Preprocessing["layout"],
): readonly Omit<Candidate, "accuracy">[] {
  const raw = {
    name: "values as they are",
    preprocessing: { divisor: 1, mean: [0], std: [1], layout },
  };
  if (domain !== "image") return [raw];
  const channels = shape.at(-1)!;
  const fitting = usual.filter(({ mean }) => mean.length === 1 || mean.length === channels)
    .filter(({ name }) => channels === 1 || !name.includes("MNIST"));
  return [
    ...fitting.map(({ name, mean, std }) => ({
      name,
      preprocessing: { divisor: white, mean, std, layout },
    })),
    ...(white === 1 ? [] : [raw]),
  ];
}
