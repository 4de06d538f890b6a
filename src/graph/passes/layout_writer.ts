import type { Shape, Tensor } from "../../tensor/mod.ts";
import { elementCount } from "../../tensor/mod.ts";
import { type Graph, type Node, type Value, valueOf } from "../graph.ts";
import { inferShape } from "../infer.ts";
import type { Op } from "../op.ts";
import { ConstantBudget } from "./constant_budget.ts";
import { countReaders } from "./consumers.ts";
import { Names } from "./names.ts";
import { removeDead } from "./remove_dead.ts";
import {
  appendMovement,
  carriedOut,
  type Movement,
  plainView,
  type View,
  viewKey,
  viewShape,
} from "./view.ts";

/** A chain of movements longer than this is carried out, so that views stay short. */
const maxSteps = 8;

/** An op to write in the place of a node of the old graph. */
export interface Produced {
  readonly op: Op;
  /** Names in the new graph. */
  readonly inputs: readonly string[];
  /** Movements from the result of `op` to what the old node's output holds. */
  readonly after?: readonly Movement[];
}

/**
 * Writes the new graph of the layout pass: each activation of the old graph is a {@linkcode View} of
 * one of the new graph, and movements are carried out only where a reader needs them, once for all
 * readers.
 */
export class LayoutWriter {
  readonly graph: Graph;
  readonly #views = new Map<string, View>();
  readonly #values = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  /** Value names of the new graph; those of the old graph are kept for what they name. */
  readonly #valueNames: Names;
  readonly #nodeNames: Names;
  /** The value that carries out a view, by view key. */
  readonly #carried = new Map<string, string>();
  /** Names for the node and the value that carry out a view, by view key. */
  readonly #origins = new Map<string, { readonly node: string; readonly value: string }>();
  readonly #constants = new Map<string, string>();
  readonly #budget: ConstantBudget;
  readonly #readers: ReadonlyMap<string, number>;
  readonly #outputs: ReadonlySet<string>;
  /** Names that values get at the end. */
  readonly #renames = new Map<string, string>();

  constructor(graph: Graph) {
    this.graph = graph;
    this.#budget = new ConstantBudget(graph);
    this.#readers = countReaders(graph);
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    this.#valueNames = new Names(graph.values.keys());
    this.#nodeNames = new Names(graph.nodes.map(({ name }) => name));
    for (const { name, shape } of graph.inputs) {
      this.#values.set(name, valueOf(graph, name));
      this.#views.set(name, plainView(name, shape));
    }
  }

  isConstant(name: string): boolean {
    return valueOf(this.graph, name).constant !== undefined;
  }

  /** The view that stands for an activation of the old graph. */
  view(name: string): View {
    return this.#views.get(name)!;
  }

  /** Whether a view is already carried out. */
  isCarried(view: View): boolean {
    return view.steps.length === 0 || this.#carried.has(viewKey(view));
  }

  /** The name of an operand of the old graph in the new one: a constant, or a view carried out. */
  operand(name: string): string {
    return this.isConstant(name) ? this.constant(name) : this.carry(this.view(name));
  }

  /** Keeps a constant of the old graph as it is. */
  constant(name: string): string {
    this.#values.set(name, valueOf(this.graph, name));
    return name;
  }

  /**
   * A constant of the old graph in another form, made once for each `form`; none where the budget
   * does not allow it. One that nothing else reads keeps its name.
   */
  derivedConstant(
    name: string,
    form: string,
    derive: (constant: Tensor) => Tensor,
  ): string | undefined {
    const key = JSON.stringify([name, form]);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const { type, constant } = valueOf(this.graph, name);
    if (!this.#budget.take(elementCount(constant!.shape))) return undefined;
    const derived = derive(constant!);
    const alone = this.#readers.get(name) === 1;
    const fresh = alone ? name : this.#valueNames.take(`${name}:permuted`);
    this.#values.set(fresh, {
      name: fresh,
      type: { ...type, shape: derived.shape },
      constant: derived,
    });
    this.#constants.set(key, fresh);
    return fresh;
  }

  /** Records that the output of a movement of the old graph is that view. */
  setView(node: Node, view: View): void {
    const key = viewKey(view);
    if (!this.#origins.has(key)) {
      this.#origins.set(key, { node: node.name, value: node.output });
    }
    const kept = view.steps.length > maxSteps ? plainView(this.carry(view), viewShape(view)) : view;
    this.#views.set(node.output, kept);
    if (this.#outputs.has(node.output)) this.#settleOutput(node);
  }

  /** Lets a view that takes the place of another be carried out under that one's names. */
  nameLike(view: View, replaced: View): void {
    const origin = this.#origins.get(viewKey(replaced));
    if (origin) this.#origins.set(viewKey(view), origin);
  }

  /** Writes an op that makes the output of a node of the old graph. */
  produce(node: Node, { op, inputs, after = [] }: Produced): void {
    const shape = inferShape(op, inputs.map((name) => this.#values.get(name)!.type.shape));
    const { steps } = after.reduce(appendMovement, plainView(node.output, shape));
    const moved = steps.length > 0 && this.#outputs.has(node.output);
    const base = moved ? this.#valueNames.take(`${node.output}:base`) : node.output;
    this.#write({ ...node, op, inputs, output: base }, shape, valueOf(this.graph, node.output));
    const view = { base, baseShape: shape, steps };
    if (moved) {
      const mover = this.#nodeNames.take(`${node.name}:${steps.at(-1)!.op.kind}`);
      this.#origins.set(viewKey(view), { node: mover, value: node.output });
    }
    this.#views.set(node.output, view);
    if (this.#outputs.has(node.output)) this.#settleOutput(node);
  }

  /** The name of the value that a view shows, its movements carried out. */
  carry(view: View): string {
    let name = view.base;
    carriedOut(view).forEach(({ op, shape }, i) => {
      const key = viewKey({ ...view, steps: view.steps.slice(0, i + 1) });
      const known = this.#carried.get(key) ?? this.#carryOut(key, { op, shape, input: name });
      this.#carried.set(key, known);
      name = known;
    });
    return name;
  }

  /** Writes one movement, named like the node of the old graph that first asked for it. */
  #carryOut(
    key: string,
    { op, shape, input }: {
      readonly op: Movement;
      readonly shape: Shape;
      readonly input: string;
    },
  ): string {
    const origin = this.#origins.get(key);
    const named = origin !== undefined && !this.#values.has(origin.value);
    const output = named ? origin.value : this.#valueNames.take(`${input}:${op.kind}`);
    const name = named ? origin.node : this.#nodeNames.take(output);
    this.#write({ name, op, inputs: [input], output }, shape, this.#values.get(input)!);
    return output;
  }

  /** An output of the model keeps its name and its axis order. */
  #settleOutput(node: Node): void {
    const view = this.view(node.output);
    const name = this.carry(view);
    if (name === node.output) return;
    const port = this.#outputs.has(name) || this.#renames.has(name) ||
      this.graph.inputs.some((input) => input.name === name);
    if (!port) {
      this.#renames.set(name, node.output);
      return;
    }
    const shape = viewShape(view);
    const op: Op = { kind: "reshape", shape };
    this.#write({ ...node, op, inputs: [name] }, shape, this.#values.get(name)!);
  }

  /** Adds a node and its output, which has the element type and quantization of `like`. */
  #write(node: Node, shape: Shape, like: Value): void {
    this.#nodes.push(node);
    this.#values.set(node.output, { name: node.output, type: { ...like.type, shape } });
  }

  finish(): Graph {
    const renamed = (name: string) => this.#renames.get(name) ?? name;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      output: renamed(node.output),
    }));
    const values = new Map(
      [...this.#values.values()].map((value) => {
        const name = renamed(value.name);
        return [name, { ...value, name }];
      }),
    );
    return removeDead({ ...this.graph, values, nodes });
  }
}
