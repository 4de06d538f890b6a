import { codeMax, codeMin, codeRange } from "../../../affine/mod.ts";
import { type Clamp, type Graph, type Node, valueOf } from "../../../graph/mod.ts";
import type { Shape } from "../../../tensor/mod.ts";
import { type CodeType, ConstantWriter } from "./constant_writer.ts";
import { type Layout, own, toNchw, toNhwc } from "./layout.ts";
import { OnnxBuilder } from "./onnx_builder.ts";

/** A value quantized at run time, as DynamicQuantizeLinear gives it. */
export interface DynamicCodes {
  readonly codes: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** The tensors of the file that hold a value in one layout: made when they are first asked for. */
interface Form {
  /** float32. */
  real?: string;
  /** int8 codes of a value with fixed parameters. */
  codes?: string;
  dynamic?: DynamicCodes;
}

/** What a node of the Graph makes. */
export interface Product {
  /** The layout in which it is made. */
  readonly layout: Layout;
  /** The fused activation. */
  readonly clamp?: Clamp;
}

/**
 * The values of a Graph as tensors of an ONNX file. An int8 value with fixed parameters is a tensor of
 * codes between QuantizeLinear and DequantizeLinear; float32 values, and int8 values whose parameters
 * are found at run time, are float32 tensors. Each value is held in the layout in which it was made,
 * and brought to another one where an operator asks for it.
 */
export class GraphWriter {
  readonly graph: Graph;
  readonly opset: number;
  readonly onnx: OnnxBuilder;
  readonly constants: ConstantWriter;
  readonly #forms = new Map<string, Map<Layout["kind"], Form>>();
  readonly #layouts = new Map<string, Layout>();
  readonly #used = new Set<string>();
  readonly #outputs: ReadonlySet<string>;
  /** Names of outputs for the dynamic values that they are: dequantizing these is no node. */
  readonly #renamed: ReadonlyMap<string, string>;

  constructor(
    graph: Graph,
    { opset, codes }: { readonly opset: number; readonly codes: CodeType },
  ) {
    this.graph = graph;
    this.opset = opset;
    this.onnx = new OnnxBuilder(graph.values.keys());
    this.constants = new ConstantWriter(graph, this.onnx, codes);
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    this.#renamed = new Map(
      graph.nodes.flatMap(({ op, inputs: [x], output }) =>
        op.kind === "dequantize" && this.#outputs.has(output) && !inputs.has(x!) &&
          this.isDynamic(x!)
          ? [[x!, output] as const]
          : []
      ),
    );
  }

  shapeOf(value: string): Shape {
    return valueOf(this.graph, value).type.shape;
  }

  /** The layout in which a value was made. */
  layoutOf(value: string): Layout {
    return this.#layouts.get(value) ?? own;
  }

  isOutput(value: string): boolean {
    return this.#outputs.has(value);
  }

  isConstant(value: string): boolean {
    return valueOf(this.graph, value).constant !== undefined;
  }

  /** Whether a value is int8 with parameters found at run time. */
  isDynamic(value: string): boolean {
    return valueOf(this.graph, value).type.quantization.kind === "dynamic";
  }

  /** Whether a value is int8 with fixed parameters. */
  isStatic(value: string): boolean {
    const { dtype, quantization } = valueOf(this.graph, value).type;
    return dtype === "int8" && quantization.kind === "static";
  }

  /** Declares an input of the model. */
  input(value: string): void {
    this.#used.add(value);
    this.#formOf(value, own)[this.isStatic(value) ? "codes" : "real"] = value;
  }

  /** Makes sure that an output of the model is there under its name, in its own axis order. */
  output(value: string): void {
    const held = this.isStatic(value) ? this.codes(value) : this.real(value);
    if (held !== value) this.onnx.emit("Identity", { inputs: [held], output: value });
  }

  /** The float32 tensor of a value in a layout. */
  real(value: string, layout: Layout = own): string {
    const form = this.#formOf(value, layout);
    if (form.real !== undefined) return form.real;
    if (this.isConstant(value)) return form.real = this.constants.operand(value, layout);
    if (this.isStatic(value)) {
      const name = this.onnx.freshName(`${value}:dequantized`);
      return form.real = this.dequantize(value, this.codes(value, layout), name);
    }
    const made = this.real(value, this.layoutOf(value));
    const name = this.#tensorName(value, layout);
    return form.real = this.#move(value, { from: made, to: layout, name });
  }

  /** The codes of a value with fixed parameters in a layout. */
  codes(value: string, layout: Layout = own): string {
    const form = this.#formOf(value, layout);
    if (form.codes !== undefined) return form.codes;
    const made = this.real(value, this.layoutOf(value));
    const name = this.onnx.freshName(`${value}:moved`);
    const moved = this.#move(value, { from: made, to: layout, name });
    return form.codes = this.quantize(value, moved, this.#tensorName(value, layout));
  }

  /** A value quantized at run time: uint8 codes, scale and zero point of the whole batch. */
  dynamicCodes(value: string, layout: Layout): DynamicCodes {
    const form = this.#formOf(value, layout);
    if (form.dynamic !== undefined) return form.dynamic;
    const x = this.real(value, layout);
    const codes = this.onnx.freshName(`${value}:uint8`);
    const scale = this.onnx.freshName(`${value}:uint8:scale`);
    const zeroPoint = this.onnx.freshName(`${value}:uint8:zero_point`);
    const output = [codes, scale, zeroPoint];
    this.onnx.emit("DynamicQuantizeLinear", { inputs: [x], output });
    return form.dynamic = { codes, scale, zeroPoint };
  }

  /**
   * What a node makes: `make` writes float32 to the name it is given; a fused activation follows where
   * the output's codes do not already do it, and a QuantizeLinear where the output has fixed parameters.
   */
  produce(node: Node, { layout, clamp }: Product, make: (output: string) => void): void {
    const { output } = node;
    const needed = clamp !== undefined && this.#clampMatters(output, clamp);
    const fixed = this.isStatic(output);
    const real = fixed ? this.onnx.freshName(`${output}:real`) : this.#tensorName(output, layout);
    if (needed) {
      const unclamped = this.onnx.freshName(`${output}:unclamped`);
      make(unclamped);
      this.onnx.clamp(unclamped, { clamp, output: real, name: `${node.name}:activation` });
    } else make(real);
    this.#layouts.set(output, layout);
    const form = this.#formOf(output, layout);
    if (fixed) form.codes = this.quantize(output, real, this.#tensorName(output, layout));
    else form.real = real;
  }

  /** Says that a value in layout `to` is another one in layout `from`: no node is needed. */
  alias(
    value: string,
    { source, from, to }: Readonly<Record<"from" | "to", Layout>> & { readonly source: string },
  ): void {
    this.#layouts.set(value, to);
    this.#forms.set(value, new Map([[to.kind, this.#formOf(source, from)]]));
  }

  /** A node that only changes how a value is held: to codes with fixed parameters, or from them. */
  convert({ inputs: [x], output }: Node, layout: Layout): void {
    const fixed = this.isStatic(output);
    const held = fixed ? this.real(x!, layout) : this.codes(x!, layout);
    const name = this.#tensorName(output, layout);
    this.#layouts.set(output, layout);
    const form = this.#formOf(output, layout);
    if (fixed) form.codes = this.quantize(output, held, name);
    else form.real = this.dequantize(x!, held, name);
  }

  /** A float32 tensor through the codes of a value with fixed parameters and back. */
  throughCodes(value: string, tensorName: string): string {
    const codes = this.quantize(value, tensorName, this.onnx.freshName(`${value}:codes`));
    return this.dequantize(value, codes, this.onnx.freshName(`${value}:dequantized`));
  }

  /** Whether a clamp changes a value: the codes of one with fixed parameters may end there anyway. */
  #clampMatters(value: string, clamp: Clamp): boolean {
    if (clamp.min === -Infinity && clamp.max === Infinity) return false;
    const { quantization } = valueOf(this.graph, value).type;
    if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") return true;
    const { min, max } = codeRange(clamp, quantization.parameters);
    return min !== codeMin || max !== codeMax;
  }

  /** QuantizeLinear with the parameters of a value. */
  quantize(value: string, input: string, output: string): string {
    const inputs = [input, ...this.constants.parametersOf(value)];
    return this.onnx.emit("QuantizeLinear", { inputs, output, name: `${output}:quantize` });
  }

  /** DequantizeLinear with the parameters of a value. */
  dequantize(value: string, input: string, output: string): string {
    const inputs = [input, ...this.constants.parametersOf(value)];
    return this.onnx.emit("DequantizeLinear", { inputs, output, name: `${value}:dequantize` });
  }

  #formOf(value: string, { kind }: Layout): Form {
    const forms = this.#forms.get(value) ?? new Map<Layout["kind"], Form>();
    this.#forms.set(value, forms);
    const form = forms.get(kind) ?? {};
    forms.set(kind, form);
    return form;
  }

  /** The name of the value for the first tensor that holds it; an output keeps it for its own order. */
  #tensorName(value: string, layout: Layout): string {
    const name = this.#renamed.get(value) ?? value;
    const free = !this.#used.has(name) && (layout.kind === "own" || !this.#outputs.has(name));
    if (!free) return this.onnx.freshName(`${name}:${layout.kind}`);
    this.#used.add(name);
    return name;
  }

  /** A float32 tensor of a value from the layout in which it was made to another one. */
  #move(
    value: string,
    { from, to, name }: { readonly from: string; readonly to: Layout; readonly name: string },
  ): string {
    const layout = this.layoutOf(value);
    if (layout.kind === "own" && to.kind === "nchw") {
      return this.onnx.transpose(from, { permutation: toNchw, output: name });
    }
    if (layout.kind === "nchw" && to.kind === "own") {
      return this.onnx.transpose(from, { permutation: toNhwc, output: name });
    }
    if (layout.kind !== "flat" || to.kind !== "own") {
      throw new Error(`Cannot move "${value}" from layout ${layout.kind} to ${to.kind}`);
    }
    const shape = this.shapeOf(value);
    const [height, width, channels] = layout.sizes;
    const image = this.onnx.reshape(from, {
      shape: [shape[0]!, channels!, height!, width!],
      output: this.onnx.freshName(`${value}:nchw`),
    });
    const moved = this.onnx.transpose(image, {
      permutation: toNhwc,
      output: this.onnx.freshName(`${value}:nhwc`),
    });
    return this.onnx.reshape(moved, { shape, output: name });
  }
}
