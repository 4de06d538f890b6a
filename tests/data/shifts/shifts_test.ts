import { assert, assertEquals } from "@std/assert";
import { domains } from "../../../src/data/domain.ts";
import {
  isShiftName,
  ladderOf,
  shiftNames,
  shifts,
  shiftsOf,
  standardShifts,
  sweepShifts,
} from "../../../src/data/shifts/mod.ts";

const images = [
  "brighten",
  "darken",
  "contrast",
  "gaussian-noise",
  "shot-noise",
  "impulse-noise",
  "blur",
  "gain",
] as const;

Deno.test("shiftsOf() lists all shifts of a domain, in order", () => {
  assertEquals(shiftsOf("image"), images);
  assertEquals(shiftsOf("audio"), ["gain", "offset", "noise"]);
  assertEquals(shiftsOf("vector"), ["offset", "scale", "noise"]);
  const listed = new Set(domains.flatMap(shiftsOf));
  assertEquals(shiftNames.filter((name) => !listed.has(name)), []);
});

Deno.test("standardShifts() and sweepShifts() choose from the shifts of their domain", () => {
  assertEquals(standardShifts("image"), [
    "brighten",
    "darken",
    "contrast",
    "gaussian-noise",
    "gain",
  ]);
  assertEquals(sweepShifts("image"), ["brighten", "gaussian-noise", "gain"]);
  for (const domain of domains) {
    const [all, standard, sweep] = [shiftsOf(domain), standardShifts(domain), sweepShifts(domain)];
    assertEquals(all.filter((name) => standard.includes(name)), standard, domain);
    assertEquals(standard.filter((name) => sweep.includes(name)), sweep, domain);
  }
  for (const domain of ["audio", "vector"] as const) {
    assertEquals(standardShifts(domain), shiftsOf(domain));
    assertEquals(sweepShifts(domain), shiftsOf(domain));
  }
});

Deno.test("only offset is without a default ladder, and every default is one that a suite may give", () => {
  const without = shiftNames.filter((name) => shifts[name].ladder === undefined);
  assertEquals(without, ["offset"]);
  for (const name of shiftNames) {
    const shift = shifts[name];
    if (shift.ladder === undefined) continue;
    assertEquals(ladderOf(name), shift.ladder);
    if (shift.values === "raw") {
      assertEquals(ladderOf(name, { [name]: shift.ladder }), shift.ladder);
    }
  }
});

Deno.test("bounded shifts are for images alone", () => {
  for (const name of shiftNames) {
    if (shifts[name].values === "unit") assertEquals(shifts[name].domains, ["image"], name);
  }
});

Deno.test("isShiftName() knows the names and no other word", () => {
  assert(shiftNames.every(isShiftName));
  for (const word of ["clean", "Gain", "fog", "", "toString"]) {
    assertEquals(isShiftName(word), false);
  }
});
