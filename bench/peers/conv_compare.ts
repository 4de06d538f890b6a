import type { RuntimeName } from "../../src/cli/onnxruntime.ts";
import type { KernelSetName } from "../../src/kernels/mod.ts";
import { alternate, type Contestant, type Times } from "./alternate.ts";
import { type ConvCase, makeConvCase } from "./conv_case.ts";
import { callModel, convModel, type ConvVariant, convVariants } from "./conv_model.ts";
import { bindConv } from "./conv_ours.ts";
import type { ConvShape } from "./conv_shapes.ts";
import type { Peer, PeerSession } from "./onnxruntime.ts";

/** What is timed: the kernel, each peer, and the empty call of each peer. */
export type ConvContestant = "ours" | RuntimeName | `${RuntimeName} call`;

/** The times of one shape and batch. */
export interface ConvComparison {
  readonly shape: ConvShape;
  readonly batch: number;
  /** Milliseconds of one run of the whole batch, a number a round. */
  readonly times: Times<ConvContestant>;
  /** How each peer got the convolution: the fastest of the ways that agree. */
  readonly variants: Readonly<Record<RuntimeName, ConvVariant>>;
}

/** How a comparison is made. */
export interface CompareOptions {
  readonly batch: number;
  readonly peers: readonly Peer[];
  readonly kernels: KernelSetName;
  readonly rounds: number;
  readonly blockMs: number;
  readonly seed: number;
  readonly nowMs: () => number;
}

/**
 * Times our kernel and each peer's session on one convolution, after checking that all compute the
 * same: codes within one unit, as the fixed-point multiplier and float32 round differently.
 *
 * @throws {Error} When a peer agrees in none of the ways to write the convolution.
 */
export async function compareConv(
  shape: ConvShape,
  options: CompareOptions,
): Promise<ConvComparison> {
  const { batch, peers, kernels, rounds, blockMs, seed, nowMs } = options;
  const conv = makeConvCase(shape, { batch, seed });
  const ours = bindConv(conv, kernels);
  ours.run(batch);
  const expected = ours.y.slice();

  const contestants: Contestant<ConvContestant>[] = [{
    name: "ours",
    run: (times) => {
      for (let i = 0; i < times; i++) ours.run(batch);
    },
  }];
  const sessions: PeerSession[] = [];
  const variants: [RuntimeName, ConvVariant][] = [];
  for (const peer of peers) {
    const { name } = peer;
    const best = await fastestVariant(conv, { peer, expected, nowMs });
    const call = await peer.open(callModel(conv, best.variant));
    sessions.push(best.session, call);
    variants.push([name, best.variant]);
    contestants.push(
      { name, run: repeated(best.session) },
      { name: `${name} call`, run: repeated(call) },
    );
  }
  const times = await alternate(contestants, { rounds, blockMs, warmupMs: 200, seed, nowMs });
  for (const session of sessions) await session.close();
  return {
    shape,
    batch,
    times,
    variants: Object.fromEntries(variants) as Record<RuntimeName, ConvVariant>,
  };
}

function repeated(session: PeerSession): (times: number) => Promise<void> {
  return async (times) => {
    for (let i = 0; i < times; i++) await session.run();
  };
}

/** Rounds that choose the variant. */
const trialRounds = 5;

/** The variant of a peer that is fastest among those that give the expected codes. */
async function fastestVariant(
  conv: ConvCase,
  { peer, expected, nowMs }: {
    readonly peer: Peer;
    readonly expected: Int8Array;
    readonly nowMs: () => number;
  },
): Promise<{ readonly variant: ConvVariant; readonly session: PeerSession }> {
  const agreeing: { readonly variant: ConvVariant; readonly session: PeerSession }[] = [];
  const problems: string[] = [];
  for (const variant of convVariants) {
    const model = convModel(conv, variant);
    const session = await peer.open(model);
    const problem = disagreement(model.codes(await session.run()), expected);
    if (problem === undefined) {
      agreeing.push({ variant, session });
      continue;
    }
    problems.push(`${variant.layout} ${variant.activations}: ${problem}`);
    await session.close();
  }
  if (agreeing.length === 0) {
    throw new Error(
      `Cannot compare with ${peer.name} on ${conv.shape.name}, batch ${conv.batch}: outputs must ` +
        `be within one unit of ours; ${problems.join("; ")}`,
    );
  }
  const trial = await alternate(
    agreeing.map(({ session }, index) => ({ name: String(index), run: repeated(session) })),
    { rounds: trialRounds, blockMs: 5, warmupMs: 100, seed: 0, nowMs },
  );
  const fastest = agreeing.keys().toArray().reduce((best, index) =>
    Math.min(...trial[index]!) < Math.min(...trial[best]!) ? index : best
  );
  for (const [index, { session }] of agreeing.entries()) {
    if (index !== fastest) await session.close();
  }
  return agreeing[fastest]!;
}

/**
 * How codes differ from the expected ones by more than rounding: a code more than one unit off, or
 * more than one in a hundred off at all. Undefined where they agree.
 */
export function disagreement(actual: Int8Array, expected: Int8Array): string | undefined {
  if (actual.length !== expected.length) {
    return `${actual.length} codes instead of ${expected.length}`;
  }
  let largest = 0;
  let different = 0;
  for (const [i, code] of expected.entries()) {
    const distance = Math.abs(actual[i]! - code);
    largest = Math.max(largest, distance);
    if (distance > 0) different++;
  }
  if (largest <= 1 && different <= expected.length / 100) return undefined;
  return `${different} of ${expected.length} codes differ, by up to ${largest}`;
}
