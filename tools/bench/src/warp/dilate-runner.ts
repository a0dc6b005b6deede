import { computeLossSync, dilate } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import type { Task } from '../cases/task.ts';
import { elapsed } from '../contenders/contender.ts';
import type { LatticeRunner } from './lattice-runners.ts';

export const DILATE = 'dilate-cpu';

/** DILATE on the costs of a task: it has a gradient by them of second order. Problem and penalty are made beforehand. */
export function dilateRunner({ problem }: Task): LatticeRunner {
  const backend = openCpu();
  const loss = dilate(problem);
  return {
    id: DILATE,
    label: 'DILATE, cpu',
    entry: {
      answer: () => {
        const { values, gradient } = computeLossSync(loss, { backend, gradient: true });
        return Promise.resolve({ values, gradient: gradient!.data });
      },
      sample: () => {
        const forward = elapsed(() => void computeLossSync(loss, { backend }));
        const both = elapsed(() => void computeLossSync(loss, { backend, gradient: true }));
        return Promise.resolve({ forward, backward: both - forward, both });
      },
      leave: () => backend.dispose(),
    },
  };
}
