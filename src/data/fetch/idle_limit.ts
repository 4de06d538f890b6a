/** Aborts what has shown no sign of life for a while. */
export interface IdleLimit {
  readonly signal: AbortSignal;
  /** Something arrived: the time starts again. */
  touch(): void;
  /** It is over: nothing is aborted any more. */
  stop(): void;
}

/** An {@link IdleLimit} of so many milliseconds, running from now. */
export function idleLimit(idleMs: number): IdleLimit {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error(`nothing arrived for ${idleMs / 1000} s`));
  let timer = setTimeout(abort, idleMs);
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(abort, idleMs);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
