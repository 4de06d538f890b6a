import cliProgress, { type SingleBar } from "cli-progress";
import { type Progress, silent } from "../suite/progress.ts";
import { note } from "./terminal.ts";

/** Seconds as `2 m 05 s` or `12 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, "0")} s`;
}

/** A bar with the time left, for a terminal. */
export function barProgress(nowMs: () => number): Progress {
  let bar: SingleBar | undefined;
  let start = 0;
  let done = 0;
  let total = 1;
  const left = () => {
    const share = done / total;
    return share > 0 ? formatSeconds((nowMs() - start) / 1000 * (1 / share - 1)) : "…";
  };
  return {
    begin(phase, amount) {
      [start, done, total] = [nowMs(), 0, Math.max(amount, 1)];
      bar = new cliProgress.SingleBar({
        format: `${phase.padEnd(10)} {bar} {percentage} %   left {left}`,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        barsize: 32,
        hideCursor: true,
        clearOnComplete: false,
      });
      bar.start(1000, 0, { left: left() });
    },
    advance(amount) {
      done += amount;
      bar?.update(Math.round(1000 * done / total), { left: left() });
    },
    end(done = true) {
      if (done) bar?.update(1000, { left: "0 s" });
      bar?.stop();
      bar = undefined;
    },
  };
}

/** Plain lines, one for each tenth, where there is no terminal. */
export function lineProgress(nowMs: () => number): Progress {
  let [phase, start, done, total, said] = ["", 0, 0, 1, 0];
  return {
    begin(name, amount) {
      [phase, start, done, total, said] = [name, nowMs(), 0, Math.max(amount, 1), 0];
      note(`${phase}: started`);
    },
    advance(amount) {
      done += amount;
      const tenth = Math.floor(10 * done / total + 1e-9);
      if (tenth <= said || tenth >= 10) return;
      said = tenth;
      const elapsed = (nowMs() - start) / 1000;
      const left = elapsed * (total / done - 1);
      note(`${phase}: ${tenth * 10} %, left ${formatSeconds(left)}`);
    },
    end(done = true) {
      note(
        `${phase}: ${done ? "done in" : "failed after"} ${formatSeconds((nowMs() - start) / 1000)}`,
      );
    },
  };
}

/** The progress that fits where it is shown. */
export function progressOf(quiet: boolean): Progress {
  if (quiet) return silent;
  const now = () => performance.now();
  return Deno.stderr.isTerminal() ? barProgress(now) : lineProgress(now);
}
