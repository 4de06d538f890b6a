import { assertEquals } from "@std/assert";
import { applyMelBank, melBank } from "../../../src/data/audio/mel_bank.ts";

const bins = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** The weight of every bin in every band. */
function matrix(bank: ReturnType<typeof melBank>): readonly (readonly number[])[] {
  const rows: number[][] = bank.map(() => []);
  bins.forEach((_, bin) => {
    const unit = new Float64Array(bins.length);
    unit[bin] = 1;
    const energies = new Float64Array(bank.length);
    applyMelBank(bank, unit, energies);
    energies.forEach((energy, band) => rows[band]!.push(energy));
  });
  return rows;
}

Deno.test("melBank() makes triangles that meet at their peaks", () => {
  assertEquals(matrix(melBank({ bins, edges: [0, 2, 4, 8] })), [
    [0, 0.5, 1, 0.5, 0, 0, 0, 0, 0],
    [0, 0, 0, 0.5, 1, 0.75, 0.5, 0.25, 0],
  ]);
});

Deno.test("melBank() multiplies a band by its gain", () => {
  const gain = (band: number) => 10 ** band;
  assertEquals(matrix(melBank({ bins, edges: [6, 7, 8, 9], gain })), [
    [0, 0, 0, 0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 10],
  ]);
});

Deno.test("melBank() leaves a band without bins empty", () => {
  const bank = melBank({ bins, edges: [1.2, 1.4, 1.6, 2.5] });
  assertEquals(matrix(bank)[0], new Array<number>(9).fill(0));
  const energies = Float64Array.of(5, 5);
  applyMelBank(bank, new Float64Array(9).fill(1), energies);
  assertEquals(energies[0], 0);
});
