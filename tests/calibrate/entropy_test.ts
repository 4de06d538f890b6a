import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Distribution } from "../../src/calibrate/distribution.ts";
import { entropyRange } from "../../src/calibrate/entropy.ts";
import { nvidiaBins, nvidiaEntropy } from "../../src/calibrate/variants/mod.ts";
import { distributionOfSamples, normals, peakedSamples, relu, uniforms } from "./inputs.ts";

/** The search written out: every window expanded to P and Q, natural logarithms. */
function plainSearch({ edges, counts, zeros }: Distribution): { lo: number; hi: number } {
  const zero = edges.indexOf(0);
  const all = [...counts];
  all[zero]! -= zeros;
  const density = all.map((count, bin) => {
    const near = all.slice(Math.max(bin - 4, 0), bin + 5).sort((a, b) => a - b);
    return count === 0 ? 0 : Math.min(count, Math.max(near[Math.floor(near.length / 2)]!, 1));
  });
  const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);

  let best = { from: 0, to: all.length, divergence: Infinity };
  for (let t = Math.max(zero, all.length - zero); t > 0; t--) {
    let from = Math.max(zero - t, 0);
    let to = Math.min(zero + t, all.length);
    while (from < zero && all[from] === 0) from++;
    while (to > zero && all[to - 1] === 0) to--;
    const size = to - from;
    if (size < 256) break;
    const p = density.slice(from, to);
    const q = new Array<number>(size).fill(0);
    for (let group = 0; group < 256; group++) {
      const start = Math.floor(group * size / 256);
      const end = Math.floor((group + 1) * size / 256);
      const bins = p.slice(start, end);
      const occupied = bins.filter((count) => count > 0).length;
      for (let bin = start; bin < end; bin++) if (p[bin]! > 0) q[bin] = sum(bins) / occupied;
    }
    p[0]! += sum(all.slice(0, from));
    p[size - 1]! += sum(all.slice(to));
    const pTotal = sum(p);
    const qTotal = sum(q);
    const divergence = sum(
      p.map((count, bin) =>
        count === 0 ? 0 : count / pTotal * Math.log(count / pTotal / (q[bin]! / qTotal))
      ),
    );
    if (divergence < best.divergence - 1e-12) best = { from, to, divergence };
  }
  return { lo: edges[best.from]!, hi: edges[best.to]! };
}

const normal = normals(7501);
const uniform = uniforms(7502);
const sets: readonly { readonly name: string; readonly samples: readonly Float32Array[] }[] = [
  { name: "normal", samples: [Float32Array.from({ length: 3000 }, () => normal() / 4)] },
  { name: "peaked", samples: peakedSamples().slice(0, 2) },
  { name: "peaked after a ReLU", samples: relu(peakedSamples().slice(0, 2)) },
  {
    name: "skewed and sparse",
    samples: [Float32Array.from({ length: 400 }, () => -((uniform() * 1.4) ** 5) + 0.2)],
  },
];

for (const { name, samples } of sets) {
  Deno.test(`entropyRange() finds the window of the plain search: ${name}`, () => {
    const distribution = distributionOfSamples(samples);
    const plain = plainSearch(distribution);
    const { min, max } = distribution;
    const { lo, hi, warnings } = entropyRange(distribution);
    assertEquals([lo, hi], [
      Math.min(Math.max(plain.lo, min), 0) + 0,
      Math.max(Math.min(plain.hi, max), 0),
    ]);
    assertEquals(warnings, []);
  });
}

Deno.test("entropyRange() clips no side to an empty bin at 0", () => {
  // Ten values at -0.9, none between them and 0.3: a window that ends at 0 has no Q there.
  const positive = Float32Array.from({ length: 5000 }, () => 0.3 + Math.abs(normal()) / 8);
  const data = Float32Array.from([...positive, ...new Float32Array(10).fill(-0.9)]);
  const distribution = distributionOfSamples([data]);
  const { lo, hi } = entropyRange(distribution);
  assertEquals(lo, Math.fround(-0.9));
  assertEquals(hi, Math.min(plainSearch(distribution).hi, distribution.max));
});

Deno.test("entropyRange() does not collapse after a ReLU", () => {
  const sparse = Float32Array.from({ length: 50_000 }, () => Math.max(normal() - 2, 0));
  for (const samples of [relu(peakedSamples()), [sparse]]) {
    const distribution = distributionOfSamples(samples);
    const { hi } = entropyRange(distribution);
    assert(hi > distribution.max / 4, `hi is ${hi} of ${distribution.max}`);
  }
});

Deno.test("entropyRange() is not moved by values that repeat, as NVIDIA's search is", () => {
  // Forty channels of a constant background: one in two values is one of forty.
  const constants = Array.from({ length: 40 }, () => Math.fround(Math.abs(normal()) / 2));
  const data = Float32Array.from(
    { length: 100_000 },
    (_, i) => i % 2 === 0 ? constants[i / 2 % 40]! : Math.abs(normal()),
  );
  const { max } = distributionOfSamples([data]);
  const { hi } = entropyRange(distributionOfSamples([data]));
  assert(hi > 0.8 * max, `hi is ${hi} of ${max}`);
  const theirs = nvidiaEntropy(nvidiaBins([data], 2048), { signed: false });
  assert(theirs < 0.7 * max, `theirs is ${theirs} of ${max}`);
});

Deno.test("entropyRange() counts a repeated value that it would clip in full", () => {
  // A tenth of all values is 8, beyond a dense bulk: too much to clip.
  const data = Float32Array.from({ length: 50_000 }, (_, i) => i % 10 === 0 ? 8 : normal());
  assertEquals(entropyRange(distributionOfSamples([data])).hi, 8);
});

Deno.test("entropyRange() is not moved by zeros: they are exact in any range", () => {
  const positive = relu(peakedSamples());
  const without = positive.map((sample) => sample.filter((x) => x > 0));
  assertEquals(
    entropyRange(distributionOfSamples(positive)),
    entropyRange(distributionOfSamples(without)),
  );
});

Deno.test("entropyRange() clips where a far tail is rare, and keeps a uniform range", () => {
  const tail = Float32Array.from({ length: 50_000 }, (_, i) => i % 10_000 === 0 ? 12 : normal());
  const { hi } = entropyRange(distributionOfSamples([tail]));
  assert(hi < 6, `hi is ${hi}`);
  const level = Float32Array.from({ length: 50_000 }, () => uniform());
  const range = entropyRange(distributionOfSamples([level]));
  assertAlmostEquals(range.hi, 1, 2 ** -8);
});

Deno.test("entropyRange() keeps a range that does not diverge at all", () => {
  // Each bin holds one value: the full window diverges by nothing, a narrower one by what it clips.
  const ramp = Float32Array.from({ length: 1024 }, (_, i) => (i + 0.5) / 1024 + 1 / 1024);
  const { hi } = entropyRange(distributionOfSamples([ramp]));
  assertEquals(hi, ramp.at(-1));
});

const single = [
  { name: "nothing", data: [], lo: 0, hi: 0 },
  { name: "zeros", data: [0, 0], lo: 0, hi: 0 },
  { name: "a constant", data: [5, 5, 5], lo: 0, hi: 5 },
  {
    name: "a far outlier",
    data: [...Array(500).keys()].map((i) => i / 500).concat(1e6),
    lo: 0,
    hi: 1e6,
  },
];

for (const { name, data, lo, hi } of single) {
  Deno.test(`entropyRange() says that it had one candidate: ${name}`, () => {
    const range = entropyRange(distributionOfSamples([Float32Array.from(data)]));
    assertEquals([range.lo, range.hi], [lo, hi]);
    assertEquals(range.warnings[0], "one-candidate");
  });
}
