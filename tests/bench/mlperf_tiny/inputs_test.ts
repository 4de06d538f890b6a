import { assertEquals, assertThrows } from "@std/assert";
import { clipWindows, reconstructionErrors } from "../../../bench/mlperf_tiny/anomalies.ts";
import { parseMlperfArguments } from "../../../bench/mlperf_tiny/arguments.ts";
import { cifarImages } from "../../../bench/mlperf_tiny/images.ts";
import { decodeNpy } from "../../../bench/mlperf_tiny/npy.ts";
import { UsageError } from "../../../src/suite/mod.ts";

Deno.test("cifarImages() turns channel-major records into pixels of three channels", () => {
  const record = (label: number) =>
    Uint8Array.from({ length: 3073 }, (_, i) => i === 0 ? 200 : label + Math.floor((i - 1) / 1024));
  const records = Uint8Array.from([...record(10), ...record(20)]);
  records[3073 + 1 + 1] = 99; // the second record's red at row 0, column 1
  const images = cifarImages(records, [1, 0]);
  assertEquals(images.length, 2 * 3072);
  assertEquals([...images.subarray(0, 6)], [20, 21, 22, 99, 21, 22]);
  assertEquals([...images.subarray(3072, 3075)], [10, 11, 12]);
  assertThrows(() => cifarImages(records, [2]), RangeError, "ids must be 0 to 1, got 2");
});

Deno.test("clipWindows() takes 640 values every 128, clip after clip", () => {
  const length = 640 + 2 * 128;
  const windows = clipWindows(Float32Array.from({ length: 2 * length }, (_, i) => i), 2);
  const starts = Array.from({ length: 6 }, (_, i) => windows[i * 640]);
  assertEquals(starts, [0, 128, 256, length, length + 128, length + 256]);
  assertEquals(windows.length, 6 * 640);
  assertEquals(windows.at(-1), 2 * length - 1);
});

Deno.test("reconstructionErrors() is the mean square of each sample", () => {
  const inputs = Float32Array.of(1, 2, 3, 4);
  const outputs = Float32Array.of(1, 4, 0, 3);
  assertEquals([...reconstructionErrors(inputs, outputs, { samples: 2 })], [2, 5]);
});

/** The bytes of a NumPy file of that header. */
function npy(header: string, data: readonly number[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${header}\n`);
  const head = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0];
  return Uint8Array.from([...head, ...text, ...data]);
}

Deno.test("decodeNpy() reads what it knows and refuses the rest", () => {
  const header = (descr: string, order = "False", shape = "2, 1") =>
    `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const cases: readonly (readonly [string, readonly number[], unknown])[] = [
    [header("|u1"), [3, 255], { shape: [2, 1], data: Uint8Array.of(3, 255) }],
    [header("|i1", "False", "2,"), [3, 255], { shape: [2], data: Int8Array.of(3, -1) }],
    [header("<f4", "False", "1,"), [0, 0, 128, 63], { shape: [1], data: Float32Array.of(1) }],
    [header("<f8", "False", "1,"), [0, 0, 0, 0, 0, 0, 240, 63], "float32, uint8 or int8"],
    [header("|u1", "True"), [3, 255], "row-major"],
    [header("|u1"), [3], "must have 2 elements, got 1"],
  ];
  for (const [head, data, expected] of cases) {
    const decode = () => decodeNpy(npy(head, data), { path: "x.npy" });
    if (typeof expected === "string") assertThrows(decode, RangeError, expected);
    else assertEquals<unknown>(decode(), expected);
  }
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
  assertThrows(() => decodeNpy(png, { path: "x.png" }), RangeError, "Cannot read x.png");
});

Deno.test("parseMlperfArguments() fills in defaults and says what is wrong", () => {
  assertEquals(parseMlperfArguments(["--data-dir", "d"]), {
    dataDir: "d",
    tasks: ["image-classification", "keyword-spotting", "anomaly-detection"],
    seed: 1,
    kernels: "wasm",
    rounding: "tflm",
  });
  const given = parseMlperfArguments([
    ...["--data-dir", "d", "--tasks", "anomaly-detection", "--seed", "7"],
    ...["--kernels", "reference", "--rounding", "litert-ref"],
  ]);
  assertEquals(given, {
    dataDir: "d",
    tasks: ["anomaly-detection"],
    seed: 7,
    kernels: "reference",
    rounding: "litert-ref",
  });
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [[], "--data-dir must name the data"],
    [["--data-dir", "d", "--task", "x"], "--task"],
    [["--data-dir", "d", "more"], "more"],
    [["--data-dir", "d", "--tasks", "x"], "x"],
    [["--data-dir", "d", "--seed", "-1"], "seed"],
  ];
  for (const [args, message] of wrong) {
    assertThrows(() => parseMlperfArguments(args), UsageError, message);
  }
});
