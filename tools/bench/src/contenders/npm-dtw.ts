import type { Task } from '../cases/task.ts';
import type { Absence, Contender, ContenderEntry, Entry } from './contender.ts';
import { elapsed } from './contender.ts';

type Distance = (row: number, column: number) => number;

/** Cost and path of two sequences of element numbers under a distance between them. */
type Align = (rows: number[], columns: number[], distance: Distance) => { cost: number; path: readonly (readonly number[])[] };

/** Both peers keep the matrix as arrays of arrays. */
const MOST_CELLS = 2 ** 22;

function npmDtw(name: string, load: () => Promise<Align>): ContenderEntry {
  const label = `${name} (npm)`;
  return {
    id: name,
    label,
    async open(): Promise<Contender | Absence> {
      let align: Align;
      try {
        align = await load();
      } catch {
        return { absent: 'it is not installed' };
      }
      return {
        id: name,
        label,
        threads: 1,
        ours: false,
        tolerance: { value: 1e-6, gradient: 0 },
        kinds: ['dtw'],
        enter: (task) => Promise.resolve(enter(task, align)),
        close: () => Promise.resolve(),
      };
    },
  };
}

/** The elements are numbers of rows and columns and the distance looks the cost up, so that all align the same matrix. */
function enter({ problem, cells }: Task, align: Align): Entry | Absence {
  const { cost, rows, columns } = problem;
  if (cost.kind !== 'dense') return { absent: 'it is measured on a given cost matrix only' };
  if (cells > MOST_CELLS) return { absent: `it keeps the matrix as arrays of arrays: not above ${MOST_CELLS} cells` };
  const { data } = cost;
  const [a, b] = [rows, columns].map((length) => Array.from({ length }, (_, index) => index));
  const run = (): ReturnType<Align> => align(a, b, (n, m) => data[n * columns + m]);
  return {
    answer() {
      const { cost: value, path } = run();
      return Promise.resolve({ values: [value], path: path.flat() });
    },
    sample: () => Promise.resolve({ path: elapsed(run) }),
    leave: () => Promise.resolve(),
  };
}

export const npmDtwContenders: readonly ContenderEntry[] = [
  npmDtw('dtw', async () => {
    const { default: DTW } = await import('dtw');
    return (a, b, distance) => {
      const solver = new DTW({ distanceFunction: distance });
      return { cost: solver.compute(a, b), path: solver.path() };
    };
  }),
  npmDtw('dynamic-time-warping', async () => {
    const { default: DynamicTimeWarping } = await import('dynamic-time-warping');
    return (a, b, distance) => {
      const solver = new DynamicTimeWarping(a, b, distance);
      return { cost: solver.getDistance(), path: solver.getPath() };
    };
  }),
];
