/**
 * Which samples are evaluated and which may calibrate, chosen by what samples contain: by the SHA-256 of
 * their stored bytes (in hexadecimal, ties by id). No seed, no order of files: the same samples always
 * fall on the same side, and all lists are in that order, so that their first n are a random n.
 */
import { DataError } from "./error.ts";

/** Samples to evaluate, and samples that may calibrate for them. No content is in both. */
export interface Fold {
  readonly evaluationIds: readonly number[];
  readonly poolIds: readonly number[];
}

/** Ids of samples in the order of their hashes, ties by id. */
function inHashOrder(ids: readonly number[], hashes: readonly string[]): readonly number[] {
  return ids.toSorted((a, b) => compareText(hashes[a]!, hashes[b]!) || a - b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The first `evaluation` samples are evaluated, the next `pool` may calibrate: all others, where that
 * is left out. Identical samples are neighbours: where they straddle the border, the pool gives up its
 * copies, and is then smaller.
 *
 * @throws {DataError} When there are fewer samples, or none is left for the pool.
 *
 * @example
 * ```ts
 * import { splitByContent } from "./split.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const split = splitByContent(["b7", "03", "03", "c1"], { evaluation: 1 });
 * assertEquals(split, { evaluationIds: [1], poolIds: [0, 3] });
 * ```
 */
export function splitByContent(
  hashes: readonly string[],
  { evaluation, pool }: { readonly evaluation: number; readonly pool?: number | undefined },
): Fold {
  const count = hashes.length;
  const end = pool === undefined ? count : evaluation + pool;
  if (evaluation >= count || end > count) {
    throw new DataError(
      `Cannot split ${count} samples: evaluation and calibration pool must fit, got ` +
        `${evaluation} to evaluate and ${
          pool ?? "the others"
        } for the pool; take more samples, or ` +
        "evaluate fewer",
    );
  }
  const ids = inHashOrder([...hashes.keys()], hashes);
  return withoutCopies({
    evaluationIds: ids.slice(0, evaluation),
    poolIds: ids.slice(evaluation, end),
  }, hashes);
}

/**
 * Samples of some parts are evaluated, those of others may calibrate. A pool sample that is also an
 * evaluation sample is left out.
 *
 * @param ids The ids of each part by name.
 * @throws {DataError} When there is no such part, a part is on both sides, or no sample is left.
 */
export function splitByPart(
  hashes: readonly string[],
  { ids, evaluation, pool }: {
    readonly ids: ReadonlyMap<string, readonly number[]>;
    readonly evaluation: readonly string[];
    readonly pool: readonly string[];
  },
): Fold {
  const both = pool.find((name) => evaluation.includes(name));
  if (both !== undefined) {
    throw new DataError(
      `Cannot split samples: a part must either be evaluated or calibrate, "${both}" is in both`,
    );
  }
  const idsOf = (names: readonly string[]) =>
    [...new Set(names)].flatMap((name) => {
      const own = ids.get(name);
      if (own !== undefined) return own;
      throw new DataError(
        `Cannot split samples: parts must be among ${[...ids.keys()].join(", ")}, got "${name}"`,
      );
    });
  return withoutCopies({
    evaluationIds: inHashOrder(idsOf(evaluation), hashes),
    poolIds: inHashOrder(idsOf(pool), hashes),
  }, hashes);
}

/**
 * Two folds for data without a pool of its own: each half calibrates for the evaluation of the other, so
 * that every sample is evaluated once, by a model that it did not calibrate. Each class is halved on
 * its own. Samples with the same content stay together, in the class of the first.
 *
 * @throws {DataError} When a half would be empty.
 */
export function crossFit(
  hashes: readonly string[],
  labels: Uint16Array | undefined,
): readonly [Fold, Fold] {
  const halves: [number[], number[]] = [[], []];
  const perClass = new Map<number, [number, number]>();
  const groups = Map.groupBy(inHashOrder([...hashes.keys()], hashes), (id) => hashes[id]!);
  for (const group of groups.values()) {
    const label = labels?.[group[0]!] ?? 0;
    const counts = perClass.get(label) ?? [0, 0];
    const smaller = counts[0] === counts[1] ? sizeOrder(halves) : counts[0] < counts[1] ? 0 : 1;
    halves[smaller].push(...group);
    counts[smaller] += group.length;
    perClass.set(label, counts);
  }
  const [one, other] = halves;
  if (one.length === 0 || other.length === 0) {
    throw new DataError(
      `Cannot halve ${hashes.length} samples: both halves must have a sample, ` +
        `got ${one.length} and ${other.length}`,
    );
  }
  return [{ evaluationIds: one, poolIds: other }, { evaluationIds: other, poolIds: one }];
}

/** The half with fewer samples, the first where they have the same. */
function sizeOrder([one, other]: readonly [readonly number[], readonly number[]]): 0 | 1 {
  return one.length <= other.length ? 0 : 1;
}

function withoutCopies({ evaluationIds, poolIds }: Fold, hashes: readonly string[]): Fold {
  const evaluated = new Set(evaluationIds.map((id) => hashes[id]!));
  const kept = poolIds.filter((id) => !evaluated.has(hashes[id]!));
  if (kept.length === 0) {
    throw new DataError(
      "Cannot split samples: the calibration pool must have a sample that is not evaluated, " +
        `got ${poolIds.length} and all of them are`,
    );
  }
  return { evaluationIds, poolIds: kept };
}

/**
 * The folds cut to `samples` evaluation samples in all, the first of each, so that smaller evaluations
 * nest in larger ones.
 *
 * @throws {RangeError} When there are fewer, or a fold would be empty.
 */
export function evaluationSubset(folds: readonly Fold[], samples: number): readonly Fold[] {
  const available = folds.reduce((sum, { evaluationIds }) => sum + evaluationIds.length, 0);
  if (!Number.isInteger(samples) || samples < folds.length || samples > available) {
    throw new RangeError(
      `Cannot take an evaluation subset: its size must be ${folds.length} to ${available}, ` +
        `got ${samples}`,
    );
  }
  let left = samples;
  return folds.map(({ evaluationIds, poolIds }, index) => {
    const rest = folds.slice(index + 1);
    const later = rest.reduce((sum, fold) => sum + fold.evaluationIds.length, 0);
    const fair = Math.ceil(left / (rest.length + 1));
    const take = Math.min(Math.max(fair, left - later), evaluationIds.length);
    left -= take;
    return { evaluationIds: evaluationIds.slice(0, take), poolIds };
  });
}

/**
 * Checks that no sample both calibrates and is evaluated.
 *
 * @throws {RangeError} Names the first calibration id that is also an evaluation id.
 *
 * @example
 * ```ts
 * import { assertDisjoint } from "./split.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertDisjoint([1, 2], [3, 4]);
 * assertThrows(() => assertDisjoint([1, 2], [2, 3]), RangeError, "sample 2 is in both");
 * ```
 */
export function assertDisjoint(
  calibrationIds: readonly number[],
  evaluationIds: readonly number[],
): void {
  const evaluated = new Set(evaluationIds);
  const shared = calibrationIds.find((id) => evaluated.has(id));
  if (shared !== undefined) {
    throw new RangeError(
      `Cannot evaluate on samples that calibrate: the two lists of ids must be disjoint, ` +
        `sample ${shared} is in both`,
    );
  }
}
