import type { SampleSource } from "../../data/mod.ts";
import { prepare } from "../../execute/mod.ts";
import type { Graph } from "../../graph/mod.ts";
import { createInputReader, type Preprocessing, type Progress } from "../../suite/mod.ts";
import { countRight, type RightCount, someOf } from "../float32_accuracy.ts";

/** A way from raw values to model inputs. */
export interface Normalization {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  /** What float32 gets right with it; absent where samples have no labels. */
  readonly float32: RightCount | undefined;
}

/** Of two that differ by so many samples or fewer, either may be the right one. */
const close = 2;

/** Usual means and standard deviations of pixels in [0, 1], by what training code calls them. */
const usual: readonly {
  readonly name: string;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Channels of the images; any where absent. */
  readonly channels?: number;
  /** Height of the images that they were made for; to others they come last. */
  readonly side?: number;
}[] = [
  { name: "pixels in [0, 1]", mean: [0], std: [1] },
  { name: "pixels in [-1, 1]", mean: [0.5], std: [0.5] },
  {
    name: "CIFAR-10's mean and std",
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.247, 0.2435, 0.2616],
    channels: 3,
    side: 32,
  },
  {
    name: "ImageNet's mean and std",
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channels: 3,
  },
  { name: "MNIST's mean and std", mean: [0.1307], std: [0.3081], channels: 1 },
  { name: "Fashion-MNIST's mean and std", mean: [0.286], std: [0.353], channels: 1 },
];

/**
 * Tries usual normalizations on a few samples, the best first: training code knows which one it was, a
 * model file does not say. Where several do about as well, and without labels, the more usual is first.
 */
export function tryNormalizations(
  graph: Graph,
  source: SampleSource,
  { layout, ids, progress }: {
    readonly layout: Preprocessing["layout"];
    readonly ids: readonly number[];
    readonly progress: Progress;
  },
): readonly Normalization[] {
  const candidates = candidatesFor(source, layout);
  if (source.classNames === undefined) {
    return candidates.map((one) => ({ ...one, float32: undefined }));
  }
  const session = prepare(graph, { kernels: "wasm", batch: 16 });
  const some = someOf(ids, { graph, times: candidates.length });
  progress.begin("try float32", candidates.length);
  const found = candidates.map((one) => {
    const { preprocessing } = one;
    const settings = { preprocessing, input: "float32", ladders: {}, seed: 0 } as const;
    const reader = createInputReader(source, settings);
    const float32 = countRight(session, { source, reader, ids: some });
    progress.advance(1);
    return { ...one, float32 };
  });
  progress.end();
  const best = found.toSorted((a, b) => b.float32.right - a.float32.right);
  const enough = best[0]!.float32.right - close;
  const chosen = found.find(({ float32 }) => float32.right >= enough)!;
  return [chosen, ...best.filter((one) => one !== chosen)];
}

function candidatesFor(
  { domain, white, shape }: SampleSource,
  layout: Preprocessing["layout"],
): readonly Omit<Normalization, "float32">[] {
  const asTheyAre = {
    name: "values as they are",
    preprocessing: { divisor: 1, mean: [0], std: [1], layout },
  };
  if (domain !== "image") return [asTheyAre];
  const [height, , depth] = shape;
  const isOdd = ({ side = height }: typeof usual[number]) => Number(side !== height);
  const fitting = usual.filter(({ channels }) => channels === undefined || channels === depth)
    .toSorted((a, b) => isOdd(a) - isOdd(b))
    .map(({ name, mean, std }) => ({
      name,
      preprocessing: { divisor: white, mean: [...mean], std: [...std], layout },
    }));
  return white === 1 ? fitting : [...fitting, asTheyAre];
}
