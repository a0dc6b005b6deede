import { openCpu } from '@rubato/backend-cpu';
import { diagnose, diagnosisRequest, fourStepSchedule } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { diagnoseProblem, failuresOf, itemOf, unfolded } from '../support/diagnosing.ts';

const backend = openCpu();

describe('alignment collapse', () => {
  const held = [
    [2, 2, 2, 2, 12],
    [4, 4, 4, 4, 4, 40],
    [...new Array<number>(9).fill(3), 40],
    [1, 1, 1, 1, 20],
    [20, 1, 1, 1, 1, 1, 1],
  ];

  it('takes a long event that is truly there for no collapse, and lowers the temperature for it', () => {
    for (const repetitions of held) {
      for (const temperature of [0.01, 0.1, 0.5, 1, 2, 10]) {
        expect(failuresOf(diagnoseProblem(unfolded(repetitions, temperature)))).not.toContain('alignmentCollapse');
      }
      const diagnosis = diagnoseProblem(unfolded(repetitions, 0.01));
      const { collapse } = itemOf(diagnosis);
      expect(collapse.evenness).toBeLessThanOrEqual(0.8);
      expect(collapse.busiestShare).toBeGreaterThanOrEqual(0.5);
      expect(collapse.contrast).toBeGreaterThan(1);
      const schedule = fourStepSchedule({ from: 10, to: 0.01, initialReports: 1 });
      for (let epoch = 0; epoch < 12; epoch++) schedule.report(diagnoseProblem(unfolded(repetitions, schedule.temperature)).inspection!);
      expect(schedule.phase).toBe('resume');
      expect(schedule.temperature).toBeLessThan(1);
    }
  });

  it('takes a network that says one thing for collapse, whatever the targets’ lengths were', () => {
    for (const repetitions of held) {
      const problem = unfolded(repetitions, 0.01);
      if (problem.cost.kind !== 'features') expect.fail();
      const { x, dimension: D } = problem.cost;
      const says = x.map((_, i) => Number(i % D === 0));
      const diagnosis = diagnoseProblem(normaliseProblem({ ...softDtw({ temperature: 0.01 }), cost: { ...problem.cost, x: says } }));
      expect(failuresOf(diagnosis)).toContain('alignmentCollapse');
      expect(itemOf(diagnosis).collapse.contrast).toBeCloseTo(0, 9);
    }
  });

  it('judges by starved targets where costs cannot be read, as on a device', () => {
    const collapsedOnDevice = (repetitions: readonly number[]) => {
      const problem = unfolded(repetitions, 0.01);
      const cost = { kind: 'device', shape: problem.cost.shape } as never;
      const diagnosis = diagnose({ ...problem, cost }, backend.solveSync(problem, diagnosisRequest));
      expect(itemOf(diagnosis).collapse.contrast).toBeUndefined();
      expect(itemOf(diagnosis).costRange).toBeUndefined();
      return failuresOf(diagnosis);
    };
    expect(collapsedOnDevice([2, 2, 2, 2, 12])).toEqual([]);
    expect(collapsedOnDevice([1, 1, 1, 1, 20])).toEqual(['alignmentCollapse']);
  });
});
