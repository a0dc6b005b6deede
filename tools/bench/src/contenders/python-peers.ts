import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchCase } from '../cases/bench-case.ts';
import type { Task } from '../cases/task.ts';
import type { Affinity } from '../measure/affinity.ts';
import { JsonLinesChild } from '../python/json-lines-child.ts';
import { readAnswer, taskArrays, writeArrays } from '../python/task-file.ts';
import type { Absence, Contender, ContenderEntry, Entry, Tolerance } from './contender.ts';

interface PeerKind {
  readonly peer: string;
  readonly label: string;
  readonly kind: BenchCase['kind'];
  readonly tolerance: Tolerance;
}

interface Greeting {
  readonly python: string;
  readonly peers: Readonly<Record<string, string>>;
  readonly absent: Readonly<Record<string, string>>;
}

/** torch's recursion keeps logarithms of thousands in float32, which costs it digits of the gradient. */
const KINDS: readonly PeerKind[] = [
  { peer: 'numba', label: 'textbook, numba', kind: 'soft-dtw', tolerance: { value: 1e-5, gradient: 1e-4 } },
  { peer: 'torch', label: 'torch CTC', kind: 'ctc', tolerance: { value: 1e-4, gradient: 0.05 } },
];

/** The libraries that the peers are made of. */
export const PYTHON_MODULES: readonly string[] = ['numpy', ...KINDS.map(({ peer }) => peer)];

/** A long-lived Python process with a fixed number of threads, and the folder through which arrays travel. */
export class PythonProcess {
  readonly child: JsonLinesChild;
  readonly folder: string;
  private greeting: Promise<Greeting> | undefined;
  private users = KINDS.length;

  constructor(command: string, threads: number, affinity: Affinity) {
    const [program, ...parameters] = affinity.prefix(threads, command);
    const script = fileURLToPath(new URL('../../python/child.py', import.meta.url));
    const count = String(threads);
    this.child = new JsonLinesChild(program, [...parameters, script], {
      OMP_NUM_THREADS: count,
      NUMBA_NUM_THREADS: count,
      MKL_NUM_THREADS: count,
      OPENBLAS_NUM_THREADS: count,
      // Threads that wait must not take a processor from the contender whose turn it is.
      OMP_WAIT_POLICY: 'PASSIVE',
      PYTHONDONTWRITEBYTECODE: '1',
    });
    this.folder = mkdtempSync(join(tmpdir(), 'rubato-bench-'));
  }

  greet(): Promise<Greeting> {
    this.greeting ??= this.child.ask<Greeting>('hello');
    return this.greeting;
  }

  /** Each kind of peer closes once, also where it is absent; the last one ends the process. */
  async close(): Promise<void> {
    if (--this.users === 0) await this.end();
  }

  async end(): Promise<void> {
    await this.child.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The Python peers, with one thread and with two. A process is started when the first of its contenders is opened. */
export function pythonContenders(
  command: string | undefined,
  affinity: Affinity,
  threadCounts: readonly number[] = [1, 2],
): ContenderEntry[] {
  return threadCounts.flatMap((threads) => {
    let shared: PythonProcess | undefined;
    return KINDS.map((kind): ContenderEntry => {
      const id = `${kind.peer}-${threads}`;
      const label = threads === 1 ? kind.label : `${kind.label}, ${threads} threads`;
      return {
        id,
        label,
        async open() {
          if (command === undefined) return { absent: 'there is no python3 on the search path' };
          shared ??= new PythonProcess(command, threads, affinity);
          return openPeer(shared, kind, id, label, threads);
        },
      };
    });
  });
}

async function openPeer(
  python: PythonProcess,
  { peer, kind, tolerance }: PeerKind,
  id: string,
  label: string,
  threads: number,
): Promise<Contender | Absence> {
  let greeting: Greeting;
  try {
    greeting = await python.greet();
  } catch (error) {
    await python.close();
    return { absent: (error as Error).message.split('\n')[0] };
  }
  const version = greeting.peers[peer];
  if (version === undefined) {
    await python.close();
    return { absent: greeting.absent[peer] ?? 'not importable' };
  }
  return {
    id,
    label: label.replace(/torch CTC|numba/, (name) => `${name} ${version}`),
    threads,
    ours: false,
    tolerance,
    kinds: [kind],
    enter: (task) => enterPython(python, peer, task),
    close: () => python.close(),
  };
}

/** Hands a task's arrays to the process. */
export async function enterPython({ child, folder }: PythonProcess, peer: string, task: Task): Promise<Entry | Absence> {
  const { cost, temperature } = task.problem;
  if (cost.kind === 'features') return { absent: 'it takes a cost matrix' };
  const input = join(folder, `${peer}-input.bin`);
  const output = join(folder, `${peer}-answer.bin`);
  const arrays = writeArrays(input, taskArrays(task));
  await child.ask('load', { peer, file: input, arrays, gamma: temperature[0] });
  rmSync(input);
  return {
    async answer() {
      const counts = await child.ask<{ values: number; gradient: number }>('answer', { peer, file: output });
      const answer = readAnswer(output, counts);
      rmSync(output);
      return answer;
    },
    async sample() {
      const { forward, backward } = await child.ask<{ forward: number; backward: number }>('run', { peer });
      return { forward, backward, both: forward + backward };
    },
    async leave() {
      await child.ask('unload', { peer });
    },
  };
}
