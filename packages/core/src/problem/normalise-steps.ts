import { InvalidArgumentError } from '../errors.ts';
import { checkWhole, show } from './check.ts';
import type { Step } from './problem.ts';

/** More steps than anyone needs; a bound so that a problem from a file cannot ask for unbounded work per cell. */
const MOST_STEPS = 64;

/** Checks the step sizes: pairs of whole numbers ≥ 0, not both 0, each once. */
export function normaliseSteps(steps: unknown): readonly Step[] {
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MOST_STEPS) {
    const found = Array.isArray(steps) ? `${steps.length} long` : show(steps);
    throw new InvalidArgumentError({ argument: 'steps', found, expected: `a list of 1 to ${MOST_STEPS} steps (i, j)` });
  }
  const seen = new Set<string>();
  return Object.freeze(
    Array.from(steps as unknown[], (step, s): Step => {
      if (!Array.isArray(step) || step.length !== 2) {
        throw new InvalidArgumentError({ argument: 'steps', index: [s], found: show(step), expected: 'a pair (rows, columns)' });
      }
      const [i, j] = step as [number, number];
      checkWhole('steps', i, 0, 2 ** 20, [s, 0]);
      checkWhole('steps', j, 0, 2 ** 20, [s, 1]);
      if (i === 0 && j === 0) {
        throw new InvalidArgumentError({ argument: 'steps', index: [s], found: '(0, 0)', expected: 'a step that advances' });
      }
      if (seen.has(`${i},${j}`)) {
        throw new InvalidArgumentError({ argument: 'steps', index: [s], found: `(${i}, ${j}) again`, expected: 'each step once' });
      }
      seen.add(`${i},${j}`);
      return Object.freeze([i, j] as const);
    }),
  );
}
