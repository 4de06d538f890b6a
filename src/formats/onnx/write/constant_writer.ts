import {
  type Graph,
  ModelError,
  transposeTensor,
  type Value,
  valueOf,
} from "../../../graph/mod.ts";
import { type BoundShape, type Tensor, tensor } from "../../../tensor/mod.ts";
import { type Layout, toNchw } from "./layout.ts";
import type { OnnxElementType, OnnxTensor } from "./model_bytes.ts";
import type { OnnxBuilder } from "./onnx_builder.ts";

/** The element type of the codes of activations: int8, or uint8 with codes and zero points 128 higher. */
export type CodeType = "int8" | "uint8";

/** The constants of a Graph as initializers, each made once for each form in which it is read. */
export class ConstantWriter {
  readonly #graph: Graph;
  readonly #onnx: OnnxBuilder;
  readonly #codes: CodeType;
  readonly #made = new Map<string, string>();
  readonly #used = new Set<string>();

  constructor(graph: Graph, onnx: OnnxBuilder, codes: CodeType) {
    this.#graph = graph;
    this.#onnx = onnx;
    this.#codes = codes;
  }

  /** A constant in the form that `derive` gives it. The first form has the constant's own name. */
  initializer(value: string, form: string, derive: (source: Tensor) => Tensor): string {
    return this.once(`${value}:${form}`, () => {
      const name = this.#used.has(value) ? this.#onnx.freshName(`${value}:${form}`) : value;
      this.#used.add(value);
      const { dtype, shape, data } = derive(valueOf(this.#graph, value).constant!);
      return this.#onnx.store({
        name,
        elementType: dtype as OnnxElementType,
        shape,
        data: data as OnnxTensor["data"],
      });
    });
  }

  /** What `make` made the first time for that key. */
  once(key: string, make: () => string): string {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#made.set(key, made);
    return made;
  }

  /** Scale and zero point of a value quantized per-tensor. */
  parametersOf(value: string, codes: CodeType = this.#codes): readonly [string, string] {
    const { scale, zeroPoint } = perTensor(valueOf(this.#graph, value));
    const zero = codes === "int8" ? Int8Array.of(zeroPoint) : Uint8Array.of(zeroPoint + 128);
    return [
      this.once(`${value}:scale`, () => this.#onnx.floats(`${value}:scale`, [], [scale])),
      this.once(`${value}:zero_point`, () => this.zeroPoints(value, [], zero)),
    ];
  }

  /** Zero points, in the element type of what they belong to. */
  zeroPoints(value: string, shape: BoundShape, data: Int8Array | Int32Array | Uint8Array): string {
    const elementType = data instanceof Int8Array
      ? "int8"
      : data instanceof Uint8Array
      ? "uint8"
      : "int32";
    return this.#onnx.store({
      name: this.#onnx.freshName(`${value}:zero_point`),
      elementType,
      shape,
      data,
    });
  }

  /** A constant operand as float32, its axes as those of a [N, C, H, W] value where asked. */
  operand(value: string, layout: Layout): string {
    const stored = this.initializer(
      value,
      layout.kind,
      (source) => withCodes(inLayout(source, layout), this.#codes),
    );
    if (valueOf(this.#graph, value).type.dtype === "float32") return stored;
    return this.#onnx.emit("DequantizeLinear", {
      inputs: [stored, ...this.parametersOf(value)],
      output: this.#onnx.freshName(`${value}:dequantized`),
    });
  }
}

function perTensor({ name, type: { quantization } }: Value) {
  if (quantization.kind === "static" && quantization.granularity === "per-tensor") {
    return quantization.parameters;
  }
  throw new ModelError(
    `Cannot write value "${name}": its parameters must be fixed and per-tensor, ` +
      `got ${quantization.kind}`,
  );
}

/** A constant that broadcasts against [N, H, W, C] as one that does against [N, C, H, W]. */
function inLayout(source: Tensor, layout: Layout): Tensor {
  if (layout.kind === "own" || source.data.length === 1) return source;
  if (layout.kind === "flat") throw new Error("Cannot arrange a constant as a flattened image");
  const ones = Array.from({ length: 4 - source.shape.length }, () => 1);
  return transposeTensor(reshaped(source, [...ones, ...source.shape]), toNchw);
}

/** Codes as the file stores those of activations; float32 as it is. */
function withCodes(source: Tensor, codes: CodeType): Tensor {
  if (source.dtype !== "int8" || codes === "int8") return source;
  return tensor("uint8", source.shape, Uint8Array.from(source.data, (code) => code + 128));
}

/** The same elements in another shape of as many. */
export function reshaped(source: Tensor, shape: BoundShape): Tensor {
  return tensor(source.dtype, shape, source.data) as Tensor;
}
