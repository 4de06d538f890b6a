import { assert, assertEquals } from "@std/assert";
import { type Domain, domains } from "../../../src/data/domain.ts";
import type { SampleForm } from "../../../src/data/sample_source.ts";
import {
  applyShift,
  isShiftName,
  type Ladder,
  severities,
  shiftsOf,
} from "../../../src/data/shifts/mod.ts";
import golden from "./golden.json" with { type: "json" };

function values(text: string): Float32Array {
  return Float32Array.from(text.split(" "), Number);
}

interface GoldenSample {
  readonly name: string;
  readonly id: number;
  readonly form: SampleForm;
  readonly raw: string;
  readonly offset?: readonly number[];
  readonly shifted: { readonly [shift: string]: readonly string[] | undefined };
}

const images = golden.images.map(({ shape, pixels, ...rest }): GoldenSample => ({
  ...rest,
  form: { domain: "image", shape, white: 255, step: 1 },
  raw: pixels,
}));
const samples = golden.samples.map(({ form, values, ...rest }): GoldenSample => ({
  ...rest,
  form: { ...form, domain: domainOf(form.domain) },
  raw: values,
}));

function domainOf(name: string): Domain {
  const domain = domains.find((domain) => domain === name);
  assert(domain, `golden.json names domain ${name}`);
  return domain;
}

function ladderOf(values: readonly number[]): Ladder {
  const [a, b, c, d, e] = values as Ladder;
  return [a, b, c, d, e];
}

for (const { name, id, form, raw, offset, shifted } of [...images, ...samples]) {
  Deno.test(`applyShift() equals golden.json on ${name}`, () => {
    assertEquals(Object.keys(shifted), [...shiftsOf(form.domain)]);
    const ladders = offset && { offset: ladderOf(offset) };
    for (const [shift, expected] of Object.entries(shifted)) {
      assert(isShiftName(shift));
      for (const severity of severities) {
        const options = { shift, severity, seed: golden.seed, ids: [id], form };
        assertEquals(
          applyShift(values(raw), { ...options, ...(ladders && { ladders }) }),
          values(expected![severity - 1]!),
          `${shift} at severity ${severity}`,
        );
      }
    }
  });
}
