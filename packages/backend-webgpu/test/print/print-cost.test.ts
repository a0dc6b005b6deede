import { prepareLocalCost, localCosts } from '@rubato/costs';
import type { LocalCostSpecification, PreparedCost } from '@rubato/costs';
import { describe, expect, it } from 'vitest';
import { FORBIDDEN, mathematics } from '../../src/print/mathematics.ts';
import { printLocalCost, printPullback } from '../../src/print/print-cost.ts';
import { costCases } from './support/feature-rows.ts';
import { randomNumbers } from './support/random.ts';
import { bindings, device, noDevice, runKernel } from './support/run-kernel.ts';

const upstream = Math.fround(0.7);

function programOf(cost: PreparedCost): NonNullable<PreparedCost['program']> {
  if (cost.program === undefined) throw new Error('the cost has no program');
  return cost.program;
}

/** Costs of pairs of rows, and the gradients of upstream·cost, D values for each pair. */
interface Costs {
  readonly costs: ArrayLike<number>;
  readonly gradientX: ArrayLike<number>;
  readonly gradientY: ArrayLike<number>;
}

async function printed(cost: PreparedCost, x: Float32Array, y: Float32Array): Promise<Costs> {
  const { dimension } = cost;
  const pairs = x.length / dimension;
  const program = programOf(cost);
  const common = `${mathematics}${bindings(['xs', 'ys'], ['result'])}
    fn load_x(i: u32) -> f32 { return finite(xs[i]); }
    fn load_y(i: u32) -> f32 { return finite(ys[i]); }`;
  const main = (statement: string): string => `
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      if (id.x >= ${pairs}u) { return; }
      let at = id.x * ${dimension}u;
      ${statement}
    }`;
  const run = async (code: string, length: number): Promise<Float32Array> => {
    const [result] = await runKernel({ code, inputs: [x, y], outputs: [length], workgroups: Math.ceil(pairs / 64) });
    return result;
  };
  const pullback = (sequence: 'x' | 'y'): Promise<Float32Array> =>
    run(
      `${common}
      var<private> start: u32;
      fn add_gradient(d: u32, value: f32) { result[start + d] += value; }
      ${printPullback(program, dimension, sequence)}${main(`start = at; pull_back(at, at, ${upstream});`)}`,
      pairs * dimension,
    );
  return {
    costs: await run(`${common}${printLocalCost(program, dimension)}${main('result[id.x] = local_cost(at, at);')}`, pairs),
    gradientX: await pullback('x'),
    gradientY: await pullback('y'),
  };
}

function recorded(cost: PreparedCost, x: Float32Array, y: Float32Array): Costs {
  const costs = new Float64Array(x.length / cost.dimension);
  const gradientX = new Float64Array(x.length);
  const gradientY = new Float64Array(x.length);
  for (let pair = 0; pair < costs.length; pair++) {
    const at = pair * cost.dimension;
    cost.row(Float64Array.from(x), at, Float64Array.from(y), at, 1, costs, pair);
    cost.pullback(Float64Array.from(x), at, Float64Array.from(y), at, 1, Float64Array.of(upstream), 0, gradientX, at, gradientY, at);
  }
  return { costs, gradientX, gradientY };
}

const label = ({ name, parameters }: LocalCostSpecification): string =>
  [name, ...Object.entries(parameters ?? {}).map((entry) => entry.join(' '))].join(', ');

it('loads each element once for all sums that can be taken together', () => {
  const code = printLocalCost(programOf(prepareLocalCost({ name: 'cosine' }, 3)), 3);
  expect(code.match(/for \(/g)).toHaveLength(1);
  expect(code.match(/load_x\(/g)).toHaveLength(1);
});

it('has a case for every built-in cost', () => {
  const covered = new Set(costCases.map(({ specification }) => specification.name));
  expect([...covered].toSorted()).toEqual(Object.keys(localCosts).toSorted());
});

describe.skipIf(device === undefined)(`printed local costs (skipped where ${noDevice})`, () => {
  it.each(costCases.map((costCase) => [label(costCase.specification), costCase] as const))('%s is the record', async (_, costCase) => {
    const dimension = 4;
    const cost = prepareLocalCost(costCase.specification, dimension);
    const random = randomNumbers(17);
    const [x, y]: [number[], number[]] = [[], []];
    while (x.length < 600 * dimension) {
      const row = costCase.y(dimension, random);
      if (cost.rowProblem?.('y', Float64Array.from(row), 0) !== undefined) continue;
      x.push(...costCase.x(dimension, random));
      y.push(...row);
    }
    const rows = [Float32Array.from(x), Float32Array.from(y)] as const;
    const found = await printed(cost, ...rows);
    const wanted = recorded(cost, ...rows);
    let worst = 0;
    const compare = (actual: number, expected: number): void => {
      worst = Math.max(worst, Math.abs(actual - expected) / (1 + Math.abs(expected)));
      if (!Number.isFinite(actual)) worst = Infinity;
    };
    for (let pair = 0; pair < wanted.costs.length; pair++) {
      const isForbidden = wanted.costs[pair] === Infinity;
      expect(found.costs[pair] === Math.fround(FORBIDDEN)).toBe(isForbidden);
      if (!isForbidden) compare(found.costs[pair], wanted.costs[pair]);
      for (let at = pair * dimension; at < (pair + 1) * dimension; at++) {
        // Nothing is pulled back through a forbidden cost: its gradient need only be finite.
        compare(found.gradientX[at], isForbidden ? found.gradientX[at] : wanted.gradientX[at]);
        compare(found.gradientY[at], isForbidden ? found.gradientY[at] : wanted.gradientY[at]);
      }
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('sees a probability of exactly 0 as impossible, and the least normal one not', async () => {
    const tiny = 1.1754944e-38;
    const x = Float32Array.of(0, 1, 1e-30, 1, tiny, 1, 1 - 2 ** -24, 0);
    const y = Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0);
    for (const name of ['negativeLogLikelihood', 'binaryCrossEntropy']) {
      const { costs, gradientX, gradientY } = await printed(prepareLocalCost({ name }, 2), x, y);
      // The second probability of BCE is 1 where its target is 0: only the last pair has 0 there.
      if (name === 'negativeLogLikelihood') {
        expect(costs[0]).toBe(Math.fround(FORBIDDEN));
        expect(costs[1]).toBeCloseTo(30 * Math.LN10, 4);
        expect(costs[2]).toBeCloseTo(126 * Math.LN2, 4);
      } else expect([costs[0], costs[1], costs[2]]).toEqual([FORBIDDEN, FORBIDDEN, FORBIDDEN].map(Math.fround));
      expect(costs[3]).toBeCloseTo(2 ** -24, 12);
      expect([...Array.from(gradientX), ...Array.from(gradientY)].every(Number.isFinite)).toBe(true);
    }
  });

  it('takes log-probabilities of -Infinity and below -1e38 for impossible', async () => {
    const cost = prepareLocalCost({ name: 'negativeLogLikelihood', parameters: { input: 'logProbabilities' } }, 2);
    const x = Float32Array.of(-Infinity, 0, -2e38, 0, -1e37, 0, -Infinity, 0);
    const y = Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1);
    const { costs } = await printed(cost, x, y);
    // A cost of -0 is as good as 0.
    expect(Array.from(costs, (value) => value + 0)).toEqual([FORBIDDEN, FORBIDDEN, 1e37, 0].map(Math.fround));
  });

  it('has finite gradients and costs where rows nearly vanish', async () => {
    const x = Float32Array.of(1e-19, 0, 1e-25, 0, 0, 0, 1e-18, 1e-18);
    const y = Float32Array.of(0, 1e-19, 0, 0, 1, 0, 1e-18, -1e-18);
    for (const name of ['cosine', 'euclidean']) {
      const { costs, gradientX, gradientY } = await printed(prepareLocalCost({ name }, 2), x, y);
      expect([costs, gradientX, gradientY].every((list) => Array.from(list).every(Number.isFinite))).toBe(true);
    }
  });
});
