import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TASKSET = 'taskset';

/** The numbers of a list like `0-3,8`. */
export function parseCpuList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}

/** The processors that this process may run on, where Linux tells. */
function allowedCpus(): number[] {
  try {
    const found = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return found === null ? [] : parseCpuList(found[1]);
  } catch {
    return [];
  }
}

/**
 * Pins threads to processors with `taskset`, so that a contender on one thread has one processor for everything that it does: its
 * compiler and its garbage collector too. Where there is no `taskset`, nothing is pinned and the report says so.
 */
export class Affinity {
  /** Whether pinning works here. */
  readonly pins: boolean;
  readonly cpus: readonly number[];
  private readonly run: typeof taskset;
  private current: number | undefined;

  constructor(cpus: readonly number[] = allowedCpus(), run: typeof taskset = taskset) {
    this.cpus = cpus;
    this.pins = cpus.length > 0 && run(['-c', '-p', String(process.pid)]);
    this.run = run;
  }

  /** The first processors, as many as there are threads, as a list for `taskset`. */
  list(threads: number): string {
    return this.cpus.slice(0, threads).join(',');
  }

  /** All threads of this process onto as many processors as the contender has threads. */
  use(threads: number): void {
    if (!this.pins || this.current === threads) return;
    this.run(['-a', '-c', '-p', this.list(threads), String(process.pid)]);
    this.current = threads;
  }

  /** All threads of this process onto all processors again. */
  release(): void {
    if (this.pins && this.current !== undefined) this.run(['-a', '-c', '-p', this.cpus.join(','), String(process.pid)]);
    this.current = undefined;
  }

  /** A command that runs another on so many processors. */
  prefix(threads: number, command: string): [command: string, ...parameters: string[]] {
    return this.pins ? [TASKSET, '-c', this.list(threads), command] : [command];
  }
}

function taskset(parameters: readonly string[]): boolean {
  try {
    execFileSync(TASKSET, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
