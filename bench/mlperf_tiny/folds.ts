import { permutation, randomStream } from "../../src/data/mod.ts";

/**
 * Sample ids in two halves for cross-fitting, ascending. Each label is halved on its own in a random
 * order; the odd one of a label goes to the half that is smaller so far.
 *
 * @example
 * ```ts
 * import { halves } from "./folds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const [one, other] = halves([0, 0, 1, 1], { seed: 1 });
 * assertEquals([one.length, other.length], [2, 2]);
 * assertEquals([...one, ...other].toSorted(), [0, 1, 2, 3]);
 * ```
 */
export function halves(
  labels: ArrayLike<number>,
  { seed }: { readonly seed: number },
): readonly [readonly number[], readonly number[]] {
  const ids = Array.from(labels, (_, id) => id);
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const parts: [number[], number[]] = [[], []];
  for (const label of classes) {
    const members = ids.filter((id) => labels[id] === label);
    const order = permutation(members.length, randomStream(seed, ["half", label]));
    const shuffled = order.map((index) => members[index]!);
    const smaller = parts[0].length <= parts[1].length ? 0 : 1;
    const larger = Math.ceil(members.length / 2);
    parts[smaller].push(...shuffled.slice(0, larger));
    parts[1 - smaller]!.push(...shuffled.slice(larger));
  }
  const ascending = (part: readonly number[]) => part.toSorted((a, b) => a - b);
  return [ascending(parts[0]), ascending(parts[1])];
}

/** The inputs of some samples, one after the other; a sample has `elements` of them. */
export function gather(
  inputs: Float32Array,
  ids: readonly number[],
  { elements }: { readonly elements: number },
): Float32Array {
  const part = new Float32Array(ids.length * elements);
  ids.forEach((id, at) =>
    part.set(inputs.subarray(id * elements, (id + 1) * elements), at * elements)
  );
  return part;
}

/** Both halves calibrate, each for the evaluation of the other. */
export function crossFit(
  inputs: Float32Array,
  labels: ArrayLike<number>,
  { seed }: { readonly seed: number },
): readonly { readonly calibration: Float32Array; readonly evaluation: readonly number[] }[] {
  const [one, other] = halves(labels, { seed });
  const elements = inputs.length / labels.length;
  return [
    { calibration: gather(inputs, other, { elements }), evaluation: one },
    { calibration: gather(inputs, one, { elements }), evaluation: other },
  ];
}
