import type { AlignmentProblem, ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtw, weightedSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { diagnoseProblem, transcription, unfolded } from '../support/diagnosing.ts';

describe('remedies', () => {
  it('are chosen by the minimum, the temperature and the range of the costs', () => {
    const remediesOf = (problem: AlignmentProblem, failure = 'outputBlurring') => {
      const finding = diagnoseProblem(problem, { thresholds: { energyLoss: 0 } }).findings.find((found) => found.failure === failure);
      return finding!.remedies.join('; ');
    };
    const of = (input: Partial<ProblemInput>, scale = 1) => {
      const { cost } = unfolded([2, 3, 1], 1);
      if (cost.kind !== 'features') expect.fail();
      const localCost = { name: 'weightedSum', terms: [{ cost: cost.localCost, weight: scale }] };
      return normaliseProblem({ ...weightedSoftDtw({}), cost: { ...cost, localCost }, ...input });
    };
    expect(remediesOf(of({ temperature: 4 }))).toMatch(
      /^lower the temperature from 4 gradually.*spread over 1 .*tutorial.*about 1 and below.*step \(0,1\)/,
    );
    const low = remediesOf(of({ temperature: 0.05 }));
    expect(low).toMatch(/^lower the temperature from 0\.05 gradually/);
    expect(low).not.toMatch(/about 1/);
    // Of costs up to 100 a temperature of 0.5 mixes little; the step within a frame does.
    expect(remediesOf(of({ temperature: 0.5 }, 100))).toMatch(
      /^the step \(0,1\).*forbid it by Infinity; lower the temperature from 0\.5 .*spread over 100/,
    );
    const forbidden = {
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      stepWeights: [1, Infinity, 1],
    } as const;
    expect(remediesOf(of({ temperature: 0.5, ...forbidden }))).not.toMatch(/\(0,1\)/);
    const hard = remediesOf(of({ minimum: 'hardmin', temperature: 1 }));
    expect(hard).toMatch(/^the step \(0,1\)/);
    expect(hard).not.toMatch(/temperature [^:]/);
    expect(remediesOf(of({ minimum: 'hardmin', ...forbidden }))).toBe('lower the threshold of detection for short events');
    // More targets than frames.
    const cost = { kind: 'dense', data: new Float64Array(6), shape: [2, 3] } as const;
    const short = normaliseProblem({ ...softDtw(), cost });
    const targets = { data: Float64Array.of(0, 1, 0), shape: [3, 1] } as const;
    expect(diagnoseProblem(short, { targets }).findings.at(-1)!.remedies.join()).toMatch(/no more targets than frames/);
    const collapsed = (input: Partial<ProblemInput>) =>
      remediesOf(normaliseProblem({ ...transcription(0.99, true), ...input }), 'alignmentCollapse');
    expect(collapsed({ minimum: 'hardmin' })).toMatch(/use softmin with a high temperature/);
    expect(collapsed({ temperature: 0.1 })).toMatch(/raise the temperature \(now 0\.1, the costs spread over 6\.5\)/);
  });
});
