import { UserError } from "./error.ts";
import type { Task, TaskContext, TaskResult } from "./messages.ts";
import { sessionLimit } from "./session_bytes.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Workers that share one context. */
export interface WorkerPool {
  /**
   * Runs tasks, each on the next free worker, in order. `onResult` sees every result as it arrives,
   * with the index of its task.
   *
   * @throws {Error} What the first failing task threw; or that the pool was closed.
   */
  run(
    tasks: readonly Task[],
    onResult: (index: number, result: TaskResult) => void,
  ): Promise<void>;
  /** Stops the workers at once, whatever they do. */
  close(): void;
}

/** Starts `size` workers and gives each the context, and its share of the memory. */
export function createPool(
  size: number,
  shared: Omit<TaskContext, "sessionLimit">,
): WorkerPool {
  const context = { ...shared, sessionLimit: sessionLimit(size) };
  const workers = Array.from({ length: size }, () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const message: ToWorker = { kind: "context", context };
    worker.postMessage(message);
    return worker;
  });
  let stop: ((error: Error) => void) | undefined;

  return {
    run(tasks, onResult) {
      let next = 0;
      let left = tasks.length;
      return new Promise<void>((resolve, reject) => {
        if (left === 0) return resolve();
        stop = reject;
        const feed = (worker: Worker) => {
          if (next >= tasks.length) return;
          const message: ToWorker = { kind: "task", index: next, task: tasks[next]! };
          next++;
          worker.postMessage(message);
        };
        for (const worker of workers) {
          worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
            if (data.kind === "error") {
              const { message, mendable } = data;
              return reject(mendable ? new UserError(message) : new Error(message));
            }
            try {
              onResult(data.index, data.result);
            } catch (error) {
              return reject(error);
            }
            left--;
            if (left === 0) resolve();
            else feed(worker);
          };
          worker.onerror = (event) => {
            event.preventDefault();
            reject(new Error(event.message));
          };
          feed(worker);
        }
      });
    },
    close() {
      for (const worker of workers) worker.terminate();
      stop?.(new Error("Cannot go on: the workers were stopped"));
    },
  };
}
