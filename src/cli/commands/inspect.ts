import { readModel } from "../../formats/mod.ts";
import { ModelError, valueOf } from "../../graph/mod.ts";
import { countOperations, planMemory, type WorkCounts } from "../../measure/mod.ts";
import { UsageError, UserError } from "../../suite/mod.ts";
import { formatShape } from "../../tensor/mod.ts";
import { print } from "../terminal.ts";

/** Prints the layers of a model as ptqbench reads them. */
export async function inspect(args: readonly string[]): Promise<number> {
  const [path, ...rest] = args;
  if (path === undefined || rest.length > 0) {
    throw new UsageError(
      `Cannot inspect: one .onnx or .tflite file must be named, got ${args.length}; ` +
        "type inspect model.onnx",
    );
  }
  const graph = await readGraph(path);
  const { nodes, total } = countOperations(graph);
  const { totalFlashBytes, arenaBytes } = planMemory(graph);
  for (const { name, shape } of graph.inputs) print(`input   ${name} ${formatShape(shape)}`);
  for (const { node, work } of nodes) {
    const shape = formatShape(valueOf(graph, node.output).type.shape);
    const count = work.floatMacs + work.int8Macs;
    const macs = count > 0 ? `  ${count} MACs` : "";
    print(`${node.op.kind.padEnd(16)} ${node.name} -> ${shape}${macs}`);
  }
  for (const { name, shape } of graph.outputs) print(`output  ${name} ${formatShape(shape)}`);
  print(
    `${total.floatMacs + total.int8Macs} multiply-accumulates; as ${formatOf(total)}: ` +
      `flash ${totalFlashBytes} B, arena ${arenaBytes} B`,
  );
  return 0;
}

/** The arithmetic that the products are in. */
function formatOf({ floatMacs, int8Macs }: WorkCounts): string {
  if (int8Macs === 0) return "float32";
  return floatMacs === 0 ? "int8" : "int8 and float32";
}

async function readGraph(path: string) {
  try {
    return readModel(path, await Deno.readFile(path));
  } catch (error) {
    const known = error instanceof ModelError || error instanceof Deno.errors.NotFound;
    if (!known) throw error;
    throw new UserError(`Cannot inspect "${path}": ${error.message}`);
  }
}
