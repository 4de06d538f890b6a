import { assertEquals } from "@std/assert";
import { makeConvCase } from "../../../bench/peers/conv_case.ts";
import { disagreement } from "../../../bench/peers/conv_compare.ts";
import { convModel, convVariants, type PeerModel } from "../../../bench/peers/conv_model.ts";
import { bindConv } from "../../../bench/peers/conv_ours.ts";
import { convMacs, type ConvShape } from "../../../bench/peers/conv_shapes.ts";
import { decodeModel, type TensorProto } from "../../../src/formats/onnx/proto.ts";

const shapes: readonly ConvShape[] = [
  { name: "3x3", kernel: 3, inputChannels: 3, outputChannels: 5, size: 7, depthwise: false },
  { name: "1x1", kernel: 1, inputChannels: 7, outputChannels: 4, size: 5, depthwise: false },
  { name: "depthwise", kernel: 3, inputChannels: 6, outputChannels: 6, size: 5, depthwise: true },
];

/** The values of a decoded constant: TensorProto types float 1, uint8 2, int8 3, int32 6. */
function valuesOf({ dataType, rawData }: TensorProto): readonly number[] {
  const bytes = rawData!.slice();
  switch (dataType) {
    case 1:
      return [...new Float32Array(bytes.buffer)];
    case 2:
      return [...bytes];
    case 3:
      return [...new Int8Array(bytes.buffer)];
    case 6:
      return [...new Int32Array(bytes.buffer)];
    default:
      throw new TypeError(`Cannot read a constant: unexpected type ${dataType}`);
  }
}

/** Rounds to the nearest, ties to even: what QLinearConv does. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** QLinearConv straight from its ONNX definition, on the model's own bytes and input. */
function runQLinearConv({ bytes, activations, input }: PeerModel): Uint8Array | Int8Array {
  const graph = decodeModel(bytes).graph!;
  assertEquals(graph.nodes.length, 1);
  const [node] = graph.nodes as readonly [typeof graph.nodes[number]];
  assertEquals([node.opType, ...node.inputs.slice(0, 1)], ["QLinearConv", "x"]);
  const constants = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const [xScale, xZero, w, wScale, wZero, yScale, yZero, bias] = node.inputs.slice(1)
    .map((name) => constants.get(name)!) as [
      TensorProto,
      TensorProto,
      TensorProto,
      TensorProto,
      TensorProto,
      TensorProto,
      TensorProto,
      TensorProto,
    ];
  const ints = (name: string) => node.attributes.find((one) => one.name === name)?.ints ?? [];
  const int = (name: string) => node.attributes.find((one) => one.name === name)?.i ?? 0;
  const channelsLast = int("channels_last") === 1;
  assertEquals(node.domain, channelsLast ? "com.microsoft" : "");
  const group = int("group");
  const [pad] = ints("pads") as [number];
  const [kernel] = ints("kernel_shape") as [number];
  const [batch, a, b, c] = input.shape as [number, number, number, number];
  const [channels, height, width] = channelsLast ? [c, a, b] : [a, b, c];
  const [outputs, depth] = w.dims as [number, number];
  const weights = valuesOf(w);
  const at = (n: number, channel: number, [y, x]: readonly [number, number], all: number) =>
    channelsLast
      ? ((n * height + y) * width + x) * all + channel
      : ((n * all + channel) * height + y) * width + x;
  const zero = valuesOf(xZero)[0]!;
  const factor = valuesOf(xScale)[0]! * valuesOf(wScale)[0]! / valuesOf(yScale)[0]!;
  assertEquals(valuesOf(wZero), [0]);
  const length = batch * outputs * height * width;
  const result = activations === "uint8" ? new Uint8Array(length) : new Int8Array(length);
  const [lowest, highest] = activations === "uint8" ? [0, 255] : [-128, 127];
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          let acc = valuesOf(bias)[o]!;
          for (let d = 0; d < depth; d++) {
            const channel = Math.floor(o / (outputs / group)) * depth + d;
            for (let i = 0; i < kernel; i++) {
              for (let j = 0; j < kernel; j++) {
                const place = [y + i - pad, x + j - pad] as const;
                if (place[0] < 0 || place[0] >= height || place[1] < 0 || place[1] >= width) {
                  continue;
                }
                const weight = weights[((o * depth + d) * kernel + i) * kernel + j]!;
                acc += weight * (input.data[at(n, channel, place, channels)]! - zero);
              }
            }
          }
          const code = roundHalfEven(acc * factor) + valuesOf(yZero)[0]!;
          result[at(n, o, [y, x], outputs)] = Math.min(Math.max(code, lowest), highest);
        }
      }
    }
  }
  return result;
}

for (const shape of shapes) {
  for (const variant of convVariants) {
    const { layout, activations } = variant;
    Deno.test(`convModel() says what bindConv() computes: ${shape.name} ${layout} ${activations}`, () => {
      const seed = 5;
      const conv = makeConvCase(shape, { batch: 3, seed });
      const model = convModel(conv, variant);
      const ours = bindConv(conv, "reference");
      ours.run(3);
      const problem = disagreement(model.codes(runQLinearConv(model)), ours.y);
      assertEquals(problem, undefined, `seed ${seed}`);
    });
  }
}

Deno.test("makeConvCase() fills the output's range, rarely beyond", () => {
  for (const shape of shapes) {
    const conv = makeConvCase(shape, { batch: 8, seed: 1 });
    const { run, y } = bindConv(conv, "reference");
    run(8);
    const saturated = y.filter((code) => code === -128 || code === 127).length / y.length;
    const different = new Set(y).size;
    assertEquals(
      saturated < 0.1 && different > 100,
      true,
      `${shape.name}: ${saturated}, ${different}`,
    );
  }
});

Deno.test("convMacs() counts direct multiply-accumulates of one sample", () => {
  assertEquals(shapes.map(convMacs), [49 * 5 * 27, 25 * 4 * 7, 25 * 6 * 9]);
});

Deno.test("disagreement() allows one unit in one of a hundred codes", () => {
  const expected = new Int8Array(200);
  const changed = (codes: Readonly<Record<number, number>>) =>
    Int8Array.from(expected, (code, i) => codes[i] ?? code);
  const cases: readonly (readonly [Int8Array, string | undefined])[] = [
    [expected, undefined],
    [changed({ 3: 1, 199: -1 }), undefined],
    [changed({ 3: 1, 4: 1, 5: 1 }), "3 of 200 codes differ, by up to 1"],
    [changed({ 3: 2 }), "1 of 200 codes differ, by up to 2"],
    [expected.slice(1), "199 codes instead of 200"],
  ];
  for (const [actual, problem] of cases) assertEquals(disagreement(actual, expected), problem);
});
