import { dtw, softDtw, useBackend } from 'rubato';
import { columnsOfRows, expectedColumns, meanAbsoluteError } from './compare.ts';
import { drawAlignment } from './picture.ts';
import { makePiece } from './piece.ts';

const FRAMES_PER_SECOND = 20;
const SEED = 1;
const TEMPERATURE = 0.1;

const backend = await useBackend('wasm');
const { bars, steady, rubato, truth } = makePiece(8, FRAMES_PER_SECOND, SEED);
const seconds = (frames: number): string => `${(frames / FRAMES_PER_SECOND).toFixed(1)} s`;
const error = (columns: ArrayLike<number>): string => {
  const frames = meanAbsoluteError(columns, truth);
  return `${frames.toFixed(2)} frames, ${((1000 * frames) / FRAMES_PER_SECOND).toFixed(0)} ms`;
};

console.log(`A melody of ${bars} bars, made by a formula, played twice as chroma features (12 numbers, ${FRAMES_PER_SECOND} frames a second):
  steady   ${steady.length} frames, ${seconds(steady.length)}
  rubato   ${rubato.length} frames, ${seconds(rubato.length)}, up to 35 % slower and faster in phrases of two bars
The tempo is known, so it is known which frames belong together.
Everything below is computed by the backend ${backend.name}: WebAssembly kernels, in this process.
`);

const { cost, path } = dtw(steady, rubato);
const straight = Float64Array.from(steady, (_, n) => (n * (rubato.length - 1)) / (steady.length - 1));
console.log(`dtw(steady, rubato): cost ${cost.toFixed(3)}, a path of ${path.length} cells.
  Mean absolute error against the known tempo: ${error(columnsOfRows(path, steady.length))}
  For comparison, a straight line from corner to corner: ${error(straight)}
`);

const { value, alignment, gradient } = softDtw(steady, rubato, { temperature: TEMPERATURE });
console.log(`softDtw(steady, rubato, { temperature: ${TEMPERATURE} }): value ${value.toFixed(3)}
  Mean absolute error of the soft alignment: ${error(expectedColumns(alignment))}`);

// The gradient is the slope: a step against it must lower the value by just so much.
const norm = Math.hypot(...gradient.a.flat());
const step = 1e-4;
const moved = (by: number): number => {
  const frames = steady.map((frame, n) => frame.map((energy, k) => energy - (by * gradient.a[n][k]) / norm));
  return softDtw(frames, rubato, { temperature: TEMPERATURE }).value;
};
console.log(`  Gradient by the ${steady.length} × 12 features: its length is ${norm.toFixed(6)};
  measured by moving all features a little along it:      ${((moved(-step) - moved(step)) / (2 * step)).toFixed(6)}
`);

console.log(`The soft alignment (shades) and the path (●); steady downwards, rubato to the right:
${drawAlignment(alignment, path, 26, 74)}
`);

console.log(`Next:
  npx pnpm -s rubato align a.csv b.csv --out path.svg
                                align two recordings of your own, and draw the path
  npm test                      everything that is checked about this
  README.md                     a first example of your own`);
