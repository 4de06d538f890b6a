/** Told what a run does, in units of work that take about the same time. */
export interface Progress {
  /** A phase begins: its name, and how much there is to do. */
  begin(phase: string, total: number): void;
  /** That much more is done. */
  advance(amount: number): void;
  /** The phase is over; `done` is false when it failed. */
  end(done?: boolean): void;
}

/** Says nothing. */
export const silent: Progress = { begin() {}, advance() {}, end() {} };
