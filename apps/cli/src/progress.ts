import type { SolveProgress } from '@rubato/core';
import type { Environment } from './environment.ts';

/** What stands on a terminal while work goes on. */
export interface Progress {
  readonly onProgress: (progress: SolveProgress) => void;
  /** Takes the bar away again. */
  clear(): void;
}

const BAR_WIDTH = 30;
/** Short work shows nothing. */
const FIRST_SHOWN = 300;
const BETWEEN_BARS = 100;
const BETWEEN_LINES = 10_000;

/** Says nothing. */
export const noProgress: Progress = { onProgress: () => undefined, clear: () => undefined };

/** A bar on a terminal; elsewhere a line every ten seconds, so that logs stay short. */
export function createProgress(environment: Environment, label: string): Progress {
  const { stderr } = environment;
  const started = environment.now();
  const onTerminal = stderr.columns !== undefined;
  let next = started + (onTerminal ? FIRST_SHOWN : BETWEEN_LINES);
  let shown = 0;
  return {
    onProgress({ done, total }) {
      const now = environment.now();
      if (now < next || total === 0) return;
      const part = done / total;
      const percent = `${Math.floor(100 * part)} %`;
      if (!onTerminal) {
        next = now + BETWEEN_LINES;
        stderr.write(`${label}: ${percent}\n`);
        return;
      }
      next = now + BETWEEN_BARS;
      const filled = Math.round(BAR_WIDTH * part);
      const left = part > 0.02 ? `  ${Math.ceil(((now - started) / part - (now - started)) / 1000)} s left` : '';
      const text = `${label} ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent}${left}`.slice(0, (stderr.columns ?? 80) - 1);
      stderr.write(`\r${text.padEnd(shown)}`);
      shown = text.length;
    },
    clear() {
      if (shown > 0) stderr.write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}
