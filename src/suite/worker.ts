/**
 * A worker: takes the context first, then tasks, one at a time, and posts each result, or the text
 * of the error that stopped it.
 */
import { DataError } from "../data/mod.ts";
import type { Task, TaskContext, TaskResult } from "./messages.ts";
import { createTaskRunner } from "./tasks.ts";

/** To a worker. */
export type ToWorker =
  | { readonly kind: "context"; readonly context: TaskContext }
  | { readonly kind: "task"; readonly index: number; readonly task: Task };

/** From a worker. */
export type FromWorker =
  | { readonly kind: "result"; readonly index: number; readonly result: TaskResult }
  | {
    readonly kind: "error";
    readonly index: number;
    readonly message: string;
    /** Whether it is the data that a person can mend. */
    readonly mendable: boolean;
  };

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

const scope = self as unknown as WorkerScope;
let run: ((task: Task) => TaskResult) | undefined;

scope.onmessage = ({ data }) => {
  if (data.kind === "context") {
    run = createTaskRunner(data.context);
    return;
  }
  try {
    if (run === undefined) throw new Error("Cannot run a task: the context must come first");
    scope.postMessage({ kind: "result", index: data.index, result: run(data.task) });
  } catch (error) {
    const mendable = error instanceof DataError;
    const message = mendable
      ? error.message
      : error instanceof Error
      ? error.stack ?? error.message
      : String(error);
    scope.postMessage({ kind: "error", index: data.index, message, mendable });
  }
};
