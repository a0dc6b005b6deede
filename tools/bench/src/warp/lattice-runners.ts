import type { BenchCase } from '../cases/bench-case.ts';
import { makeTask } from '../cases/task.ts';
import type { Entry } from '../contenders/contender.ts';
import { isAbsent } from '../contenders/contender.ts';
import { ourContenders } from '../contenders/ours.ts';
import { enterPython, PythonProcess } from '../contenders/python-peers.ts';
import type { Affinity } from '../measure/affinity.ts';
import { compareAnswers } from '../measure/compare.ts';
import { dilateRunner } from './dilate-runner.ts';

/** Warping in steps of whole observations: who does it, on the same two sides as a warp. */
export interface LatticeRunner {
  readonly id: string;
  readonly label: string;
  readonly entry: Entry;
}

const OURS = ['cpu', 'wasm'];

/** Opens Rubato's backends and the numba soft-DTW of `bench:peers`, once for all lengths. */
export class LatticeRunners {
  readonly absent: string[] = [];
  private readonly ours: Extract<Awaited<ReturnType<(typeof ourContenders)[number]['open']>>, { close: unknown }>[] = [];
  private python: PythonProcess | undefined;

  async open(command: string | undefined, affinity: Affinity): Promise<void> {
    for (const { id, open } of ourContenders.filter((entry) => OURS.includes(entry.id))) {
      const contender = await open();
      if (isAbsent(contender)) this.absent.push(`${id}: ${contender.absent}`);
      else this.ours.push(contender);
    }
    if (command === undefined) return;
    const python = new PythonProcess(command, 1, affinity);
    try {
      const { peers, absent } = await python.greet();
      if (peers['numba'] !== undefined) this.python = python;
      else this.absent.push(`soft-DTW, numba: ${absent['numba']}`);
    } catch (error) {
      this.absent.push(`soft-DTW, numba: ${(error as Error).message.split('\n').at(-1)}`);
    }
    if (this.python === undefined) await python.end();
  }

  /** Everybody on a cost matrix of n rows and n columns; answers are compared first. */
  async enter(length: number, seed: number): Promise<LatticeRunner[]> {
    const runners: LatticeRunner[] = [];
    for (const kind of ['dtw', 'soft-dtw'] as const) {
      const benchCase: BenchCase = { name: `${kind} ${length}`, kind, cost: 'dense', batch: 1, rows: length, columns: length };
      const task = makeTask(benchCase, seed);
      const name = kind === 'dtw' ? 'DTW' : 'soft-DTW';
      const entries = [];
      for (const contender of this.ours) entries.push({ id: contender.id, contender, entry: await contender.enter(task) });
      if (kind === 'soft-dtw' && this.python !== undefined) {
        const tolerance = { value: 1e-5, gradient: 1e-4 };
        entries.push({ id: 'numba', contender: { tolerance }, entry: await enterPython(this.python, 'numba', task) });
      }
      let reference;
      for (const { id, contender, entry } of entries) {
        if (isAbsent(entry)) throw new Error(`${id} declines ${benchCase.name}: ${entry.absent}`);
        const answer = await entry.answer();
        reference ??= answer;
        compareAnswers(answer, reference, contender.tolerance);
        runners.push({ id: `${kind}-${id}`, label: `${name}, ${id}`, entry });
      }
      if (kind === 'soft-dtw') runners.push(dilateRunner(task));
    }
    return runners;
  }

  async close(): Promise<void> {
    for (const contender of this.ours) await contender.close();
    await this.python?.end();
  }
}
