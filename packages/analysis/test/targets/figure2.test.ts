import { openCpu } from '@rubato/backend-cpu';
import { magnitudeDecay, modifiedTargets, rowNormalisedAlignment, targetBlurring } from '@rubato/analysis';
import { describe, expect, it } from 'vitest';
import { figure2, figure2Repetitions } from '../support/figure2.ts';

const backend = openCpu();

function magnitudes(temperature: number) {
  const problem = figure2(temperature);
  const decay = magnitudeDecay(problem, backend.solveSync(problem, { gradient: true }));
  const of = (column: number) => decay.events.find(({ firstColumn }) => firstColumn === column)!;
  return { decay, middle: of(0), short: of(2), long: of(4) };
}

// Zeitler & Müller 2025, section 4.2: six binary rows of twelve, three of them zero, unfolded two, one, five and three times; γ = 1.
describe('Figure 2 of the paper on modified targets', () => {
  it('the short event decays below 0.5, the long one keeps its middle', () => {
    const { short, long, decay } = magnitudes(1);
    expect(short.peakFrame).toBe(5);
    expect(short.magnitude).toBeCloseTo(0.469, 3);
    expect(long.peakFrame).toBe(11);
    expect(long.magnitude).toBeCloseTo(0.902, 3);
    // Chords: one event for each of their classes, all alike.
    expect(decay.events.map(({ dimension, firstColumn }) => [dimension, firstColumn])).toEqual([
      [0, 0],
      [2, 2],
      [4, 0],
      [5, 4],
      [7, 0],
      [9, 4],
    ]);
    expect(decay.events[3].magnitude).toBe(decay.events[5].magnitude);
    // No class has two events, and so an event's own part is all of Y_mod.
    const problem = figure2(1);
    const { targets } = modifiedTargets(problem, backend.solveSync(problem, { gradient: true }));
    for (const { peakFrame, dimension, magnitude } of decay.events)
      expect(magnitude).toBeCloseTo(targets.data[peakFrame * 12 + dimension], 12);
  });

  it('X is Y unfolded: hard alignment costs nothing, and its targets are X', () => {
    const problem = figure2(1e-3);
    const solution = backend.solveSync(problem, { gradient: true, path: true });
    expect(solution.pathCosts![0]).toBe(0);
    if (problem.cost.kind !== 'features') expect.fail();
    const { targets } = modifiedTargets(problem, solution);
    expect(Math.max(...Array.from(problem.cost.x, (x, i) => Math.abs(x - targets.data[i])))).toBeLessThan(1e-12);
    const { middle, short, long } = magnitudes(1e-3);
    [middle, short, long].forEach(({ length }, i) => expect(length).toBeCloseTo(figure2Repetitions[2 * i], 9));
  });

  it('rows of the row-normalised alignment sum to 1; those of the gradient to 1 and more', () => {
    const problem = figure2(1);
    const { rowSums, weights } = rowNormalisedAlignment(problem, backend.solveSync(problem, { gradient: true }));
    for (let n = 0; n < 17; n++) {
      expect(Array.from(weights.data.slice(6 * n, 6 * n + 6)).reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
      expect(rowSums.data[n]).toBeGreaterThanOrEqual(1 - 1e-12);
    }
  });

  it('the blurring and the decay grow with the temperature; the imbalance is there at γ = 1 and gone at γ = 0.1', () => {
    const temperatures = [0.1, 0.3, 0.5, 1, 2, 5];
    const figures = temperatures.map((temperature) => {
      const problem = figure2(temperature);
      const [blurring] = targetBlurring(problem, backend.solveSync(problem, { gradient: true }));
      const { short, long } = magnitudes(temperature);
      return [blurring.energyLoss, blurring.effectiveTargets, blurring.entropy, 1 - short.magnitude, 1 - long.magnitude];
    });
    for (let i = 1; i < figures.length; i++) figures[i].forEach((value, k) => expect(value).toBeGreaterThan(figures[i - 1][k]));
    expect(magnitudes(1).decay.imbalance).toBeGreaterThan(0.45);
    expect(magnitudes(0.1).decay.imbalance).toBeLessThan(0.02);
  });
});
