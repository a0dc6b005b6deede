import type { Environment } from './environment.ts';

/** What stands on a terminal while a training goes on. */
export interface Progress {
  /**
   * @param part of the work that is done, 0 to 1
   * @param remark what to say behind the bar
   */
  step(label: string, part: number, remark: string): void;
  /** Takes the bar away again. */
  clear(): void;
}

const BAR_WIDTH = 24;
const BETWEEN_BARS = 100;
const BETWEEN_LINES = 10_000;

/** A bar on a terminal; elsewhere a line every ten seconds, so that logs stay short. */
export function createProgress({ stderr, now }: Environment): Progress {
  const onTerminal = stderr.columns !== undefined;
  const between = onTerminal ? BETWEEN_BARS : BETWEEN_LINES;
  let next = now() + between;
  let shown = 0;
  return {
    step(label, part, remark) {
      if (now() < next) return;
      next = now() + between;
      const percent = `${Math.floor(100 * part)} %`;
      if (!onTerminal) {
        stderr.write(`${label}: ${percent}, ${remark}\n`);
        return;
      }
      const filled = Math.round(BAR_WIDTH * part);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      const text = `${label} ${bar} ${percent}  ${remark}`.slice(0, (stderr.columns ?? 80) - 1);
      stderr.write(`\r${text.padEnd(shown)}`);
      shown = text.length;
    },
    clear() {
      if (shown > 0) stderr.write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}
