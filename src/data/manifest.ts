import type { BoundShape } from "../tensor/mod.ts";
import type { PixelData } from "./pixel_source.ts";
import { sha256, sha256OfIds, type Split, splitByContent } from "./split.ts";

/** A data set frozen by hash: what it is, where it is from, and how it is split. */
export interface DatasetManifest {
  readonly name: string;
  readonly description: string;
  /** Where the bytes come from: a package and its version, or an address. */
  readonly source: string;
  readonly licence: string;
  readonly count: number;
  readonly shape: BoundShape;
  readonly classes: number;
  readonly evaluationCount: number;
  readonly poolCount: number;
  /** Hexadecimal SHA-256 of all pixels, all labels, and both lists of ids joined by commas. */
  readonly sha256: {
    readonly pixels: string;
    readonly labels: string;
    readonly evaluationIds: string;
    readonly poolIds: string;
  };
}

/** A data set, its check passed. Post `data` to a worker to share the pixels. */
export interface Dataset extends Split {
  readonly manifest: DatasetManifest;
  readonly data: PixelData;
}

/**
 * Splits a data set and checks everything that its manifest freezes.
 *
 * @throws {Error} When a count or a hash differs: names which, both values, and the source.
 */
export function checkDataset(data: PixelData, manifest: DatasetManifest): Dataset {
  const count = data.labels.length;
  expect(manifest, { what: "samples", expected: manifest.count, actual: count });
  expect(manifest, {
    what: "shape",
    expected: manifest.shape.join("x"),
    actual: data.shape.join("x"),
  });
  expect(manifest, { what: "classes", expected: manifest.classes, actual: data.classes });
  const split = splitByContent(data.pixels, {
    bytesPerSample: data.pixels.length / count,
    evaluationCount: manifest.evaluationCount,
  });
  expect(manifest, {
    what: "pool samples",
    expected: manifest.poolCount,
    actual: split.poolIds.length,
  });
  const actual = {
    pixels: sha256(data.pixels),
    labels: sha256(data.labels),
    evaluationIds: sha256OfIds(split.evaluationIds),
    poolIds: sha256OfIds(split.poolIds),
  };
  for (const what of ["pixels", "labels", "evaluationIds", "poolIds"] as const) {
    expect(manifest, {
      what: `SHA-256 of ${what}`,
      expected: manifest.sha256[what],
      actual: actual[what],
    });
  }
  return { ...split, manifest, data };
}

interface Expectation {
  readonly what: string;
  readonly expected: string | number;
  readonly actual: string | number;
}

function expect(manifest: DatasetManifest, { what, expected, actual }: Expectation): void {
  if (expected === actual) return;
  throw new Error(
    `Cannot use data set "${manifest.name}" (${manifest.source}): its manifest says ` +
      `${what} ${expected}, got ${actual}`,
  );
}
