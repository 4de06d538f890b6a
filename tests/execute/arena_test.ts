import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ArenaBuffer, planArena } from "../../src/execute/mod.ts";

const seed = 20261121;

/** The least that any plan needs: the most bytes alive at one time. */
function livenessBound(buffers: readonly ArenaBuffer[]): number {
  const end = Math.max(0, ...buffers.map(({ last }) => last));
  return Math.max(
    0,
    ...Array.from(
      { length: end + 1 },
      (_, time) =>
        buffers.filter(({ first, last }) => first <= time && time <= last)
          .reduce((sum, { bytes }) => sum + Math.ceil(bytes / 16) * 16, 0),
    ),
  );
}

Deno.test("planArena() places the largest first and fills gaps", () => {
  const cases: readonly {
    readonly name: string;
    readonly buffers: readonly ArenaBuffer[];
    readonly offsets: Readonly<Record<string, number>>;
    readonly bytes: number;
  }[] = [
    { name: "nothing", buffers: [], offsets: {}, bytes: 0 },
    {
      name: "one, aligned up",
      buffers: [{ name: "a", bytes: 17, first: 0, last: 0 }],
      offsets: { a: 0 },
      bytes: 32,
    },
    {
      name: "a chain reuses what is free",
      buffers: [
        { name: "a", bytes: 64, first: 0, last: 1 },
        { name: "b", bytes: 128, first: 1, last: 2 },
        { name: "c", bytes: 64, first: 2, last: 3 },
      ],
      offsets: { b: 0, a: 128, c: 128 },
      bytes: 192,
    },
    {
      name: "a gap between two placed buffers",
      buffers: [
        { name: "x", bytes: 96, first: 0, last: 1 },
        { name: "y", bytes: 64, first: 0, last: 3 },
        { name: "z", bytes: 80, first: 2, last: 3 },
      ],
      offsets: { x: 0, z: 0, y: 96 },
      bytes: 160,
    },
    {
      name: "touching lifetimes overlap: both ends are included",
      buffers: [
        { name: "a", bytes: 16, first: 0, last: 2 },
        { name: "b", bytes: 16, first: 2, last: 4 },
      ],
      offsets: { a: 0, b: 16 },
      bytes: 32,
    },
  ];
  for (const { name, buffers, offsets, bytes } of cases) {
    const plan = planArena(buffers);
    assertEquals(Object.fromEntries(plan.offsets), offsets, name);
    assertEquals(plan.bytes, bytes, name);
  }
});

Deno.test(`planArena() never lets two living buffers overlap (seed ${seed})`, () => {
  const buffer = fc.record({
    bytes: fc.integer({ min: 1, max: 997 }),
    first: fc.integer({ min: 0, max: 12 }),
    length: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(
    fc.property(fc.array(buffer, { maxLength: 24 }), (drawn) => {
      const buffers = drawn.map(({ bytes, first, length }, index) => ({
        name: `b${index}`,
        bytes,
        first,
        last: first + length,
      }));
      const { offsets, bytes: total } = planArena(buffers);
      for (const a of buffers) {
        const start = offsets.get(a.name)!;
        assert(start % 16 === 0 && start + a.bytes <= total);
        for (const b of buffers) {
          if (a === b || a.first > b.last || b.first > a.last) continue;
          const other = offsets.get(b.name)!;
          assert(start + a.bytes <= other || other + b.bytes <= start, `${a.name} ${b.name}`);
        }
      }
      assert(total >= livenessBound(buffers));
    }),
    { seed },
  );
});
