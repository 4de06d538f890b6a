import { medianInterval, quantile } from "../statistics/mod.ts";

/** Something to time: one inference at batch 1. */
export interface LatencySubject {
  readonly name: string;
  run(): void;
}

/** How long and how to measure. Time and randomness come from outside. */
export interface LatencyOptions {
  /** Microseconds since some fixed moment. */
  readonly nowUs: () => number;
  /** Uniform in [0, 1): shuffles the subjects of each block. */
  readonly random: () => number;
  /** Name of the subject that ratios are taken to. */
  readonly baseline: string;
  readonly minBlocks: number;
  readonly maxBlocks: number;
  /** Stop once every ratio's interval is no wider than this share of it, either side. */
  readonly targetShare: number;
  /** Least time that one subject gets in one block, in microseconds. */
  readonly blockUs: number;
  /** Told after each block. */
  readonly onBlock?: () => void;
}

/** The latency of one subject. */
export interface LatencyMeasure {
  readonly name: string;
  readonly blocks: number;
  readonly runs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  /** Median over blocks of the subject's block median over the baseline's. */
  readonly ratio: number;
  readonly ratioLo: number | undefined;
  readonly ratioHi: number | undefined;
}

/** Latencies with the smallest step that the timer showed. */
export interface LatencyResult {
  /** In the order of the subjects. */
  readonly measures: readonly LatencyMeasure[];
  readonly timerResolutionUs: number;
}

/** The smallest difference between two readings of a clock, in microseconds. */
export function timerResolution(nowUs: () => number, readings = 2000): number {
  let smallest = Infinity;
  let last = nowUs();
  for (let i = 0; i < readings; i++) {
    const now = nowUs();
    if (now > last) smallest = Math.min(smallest, now - last);
    last = now;
  }
  return smallest;
}

/**
 * Times subjects in randomised blocks: in each block every subject runs for at least `blockUs`, in a
 * fresh random order, so that a drift of the machine meets all of them alike. A run too short for
 * the timer is timed several at a time. Warm-up: every subject runs three times its block time first.
 *
 * @throws {RangeError} When the baseline is not among the subjects.
 */
export function measureLatency(
  subjects: readonly LatencySubject[],
  options: LatencyOptions,
): LatencyResult {
  const { nowUs, minBlocks, maxBlocks, targetShare, blockUs } = options;
  if (!subjects.some(({ name }) => name === options.baseline)) {
    throw new RangeError(
      `Cannot measure latency: the baseline must be one of the subjects, got "${options.baseline}"`,
    );
  }
  const timerResolutionUs = timerResolution(nowUs);
  const repeats = subjects.map((subject) => warmUp(subject, { nowUs, blockUs, timerResolutionUs }));
  const runs = subjects.map((): number[] => []);
  const medians = subjects.map((): number[] => []);
  for (let block = 0; block < maxBlocks; block++) {
    for (const index of shuffled(subjects.length, options.random)) {
      const times = timeBlock(subjects[index]!, { nowUs, blockUs, repeat: repeats[index]! });
      runs[index]!.push(...times);
      medians[index]!.push(quantile(times, 0.5));
    }
    options.onBlock?.();
    const settled = block + 1 >= minBlocks &&
      subjects.every((_, index) =>
        isSettled(ratios(medians, index, subjects, options), targetShare)
      );
    if (settled) break;
  }
  const measures = subjects.map(({ name }, index) => {
    const ratio = ratios(medians, index, subjects, options);
    const interval = medianInterval(ratio);
    return {
      name,
      blocks: medians[index]!.length,
      runs: runs[index]!.length,
      p50Us: quantile(runs[index]!, 0.5),
      p90Us: quantile(runs[index]!, 0.9),
      p99Us: quantile(runs[index]!, 0.99),
      ratio: quantile(ratio, 0.5),
      ratioLo: interval?.lo,
      ratioHi: interval?.hi,
    };
  });
  return { measures, timerResolutionUs };
}

function ratios(
  medians: readonly (readonly number[])[],
  index: number,
  subjects: readonly LatencySubject[],
  { baseline }: LatencyOptions,
): readonly number[] {
  const base = medians[subjects.findIndex(({ name }) => name === baseline)]!;
  return medians[index]!.map((median, block) => median / base[block]!);
}

function isSettled(ratio: readonly number[], targetShare: number): boolean {
  const interval = medianInterval(ratio);
  if (interval === undefined) return false;
  const centre = quantile(ratio, 0.5);
  return interval.hi - centre <= targetShare * centre &&
    centre - interval.lo <= targetShare * centre;
}

/** Runs a subject until it is warm; gives how many runs to time at once. */
function warmUp(
  subject: LatencySubject,
  { nowUs, blockUs, timerResolutionUs }: {
    readonly nowUs: () => number;
    readonly blockUs: number;
    readonly timerResolutionUs: number;
  },
): number {
  const start = nowUs();
  let count = 0;
  do {
    subject.run();
    count++;
  } while (nowUs() - start < 3 * blockUs);
  const oneUs = (nowUs() - start) / count;
  return Math.max(1, Math.ceil(20 * timerResolutionUs / oneUs));
}

function timeBlock(
  subject: LatencySubject,
  { nowUs, blockUs, repeat }: {
    readonly nowUs: () => number;
    readonly blockUs: number;
    readonly repeat: number;
  },
): number[] {
  const times: number[] = [];
  const start = nowUs();
  let end = start;
  do {
    const before = nowUs();
    for (let i = 0; i < repeat; i++) subject.run();
    end = nowUs();
    times.push((end - before) / repeat);
  } while (end - start < blockUs);
  return times;
}

function shuffled(count: number, random: () => number): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
