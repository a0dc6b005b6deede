import type { Environment } from './environment.ts';

/** Says how far a long work is. */
export interface Progress {
  /** @param part of the work that is done, 0 to 1 */
  step(label: string, part: number): void;
  /** Takes what stands on a terminal away again. */
  clear(): void;
}

const BETWEEN_LINES = { terminal: 100, log: 10_000 };

/** One line that is written over on a terminal; elsewhere a line every ten seconds. */
export function createProgress({ stderr, now }: Environment): Progress {
  const between = stderr.isTerminal ? BETWEEN_LINES.terminal : BETWEEN_LINES.log;
  let next = now() + between;
  let shown = 0;
  return {
    step(label, part) {
      if (now() < next) return;
      next = now() + between;
      const text = `${label}: ${Math.floor(100 * part)} %`;
      stderr.write(stderr.isTerminal ? `\r${text.padEnd(shown)}` : `${text}\n`);
      shown = stderr.isTerminal ? text.length : 0;
    },
    clear() {
      if (shown > 0) stderr.write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}
