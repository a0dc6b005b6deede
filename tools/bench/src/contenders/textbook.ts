import type { Task } from '../cases/task.ts';
import type { Absence, Contender, ContenderEntry, Entry } from './contender.ts';
import { elapsed } from './contender.ts';
import { TextbookSoftDtw } from './textbook-soft-dtw.ts';

/** The textbook recursion in plain TypeScript, on whole cost matrices. */
const textbook: Contender = {
  id: 'textbook',
  label: 'textbook, TypeScript',
  threads: 1,
  ours: false,
  tolerance: { value: 1e-5, gradient: 1e-4 },
  kinds: ['soft-dtw'],
  enter: (task) => Promise.resolve(enter(task)),
  close: () => Promise.resolve(),
};

export const textbookContender: ContenderEntry = {
  id: textbook.id,
  label: textbook.label,
  open: () => Promise.resolve(textbook),
};

function enter({ problem, benchCase }: Task): Entry | Absence {
  const { batch, rows, columns, cost, temperature } = problem;
  if (cost.kind !== 'dense') return { absent: 'it takes a cost matrix' };
  if (benchCase.ragged === true || problem.band !== undefined) return { absent: 'it takes whole matrices only' };
  const { data } = cost;
  const solver = new TextbookSoftDtw(rows, columns);
  const gradient = new Float32Array(data.length);
  const values = new Float64Array(batch);
  const run = (): { forward: number; backward: number; both: number } => {
    let [forward, backward] = [0, 0];
    for (let b = 0; b < batch; b++) {
      const offset = b * rows * columns;
      forward += elapsed(() => void (values[b] = solver.forward(data, offset, temperature[b])));
      backward += elapsed(() => solver.backward(data, offset, temperature[b], gradient, offset));
    }
    return { forward, backward, both: forward + backward };
  };
  return {
    answer() {
      run();
      return Promise.resolve({ values, gradient });
    },
    sample: () => Promise.resolve(run()),
    leave: () => Promise.resolve(),
  };
}
