import { assertEquals } from "@std/assert";
import { kernelSetNames, kernelSets } from "../../src/kernels/mod.ts";
import { conformanceCases } from "./conformance.ts";
import { difference } from "./conformance_case.ts";

for (const name of kernelSetNames) {
  const title =
    `the ${name} kernel set equals the oracle bit for bit in ${conformanceCases.length} cases`;
  Deno.test(title, () => {
    const failures = conformanceCases.flatMap((conformanceCase) => {
      const { actual, expected } = conformanceCase.run(kernelSets[name]);
      const found = difference(actual, expected);
      return found === undefined ? [] : [`${conformanceCase.name}: ${found}`];
    });
    assertEquals(failures, []);
  });
}

Deno.test("the conformance table names each case once", () => {
  const names = conformanceCases.map(({ name }) => name);
  assertEquals(names.filter((name, i) => names.indexOf(name) !== i), []);
});

Deno.test("difference() sees lengths, values, the sign of a float32 zero, and not NaN", () => {
  const cases: readonly [Float32Array | Int8Array, readonly number[], string | undefined][] = [
    [Float32Array.of(1, NaN), [1, NaN], undefined],
    [Float32Array.of(0), [-0], "y[0] is 0, expected 0"],
    [Int8Array.of(0, 4), [-0, 5], "y[1] is 4, expected 5"],
    [Int8Array.of(0), [0, 0], "y has 1 elements, expected 2"],
  ];
  for (const [actual, expected, text] of cases) {
    assertEquals(difference({ y: actual }, { y: expected }), text);
  }
  assertEquals(difference({}, { y: [1] }), "y has undefined elements, expected 1");
});
