import type { Progress } from "./progress.ts";

/** What is over sooner is not spoken of. */
const patienceMs = 1000;

/** A progress that says nothing of phases that are over in a second. */
export function patient(progress: Progress, nowMs: () => number): Progress {
  let [phase, total, start, waiting] = ["", 0, 0, 0];
  let isOpen = false;
  return {
    begin(name, amount) {
      [phase, total, start, waiting] = [name, amount, nowMs(), 0];
      isOpen = false;
    },
    advance(amount) {
      waiting += amount;
      if (!isOpen && nowMs() - start < patienceMs) return;
      if (!isOpen) progress.begin(phase, total);
      isOpen = true;
      progress.advance(waiting);
      waiting = 0;
    },
    end(done) {
      if (isOpen) progress.end(done);
    },
  };
}

/** Says how far the data are read, where that takes a while. */
export function readingProgress(
  progress: Progress,
  nowMs: () => number,
): (done: number, total: number) => void {
  const reading = patient(progress, nowMs);
  let said = 0;
  return (done, total) => {
    if (said === 0) reading.begin("read data", total);
    reading.advance(done - said);
    said = done;
    if (done === total) reading.end();
  };
}
