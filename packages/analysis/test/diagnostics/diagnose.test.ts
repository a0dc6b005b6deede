import { openCpu } from '@rubato/backend-cpu';
import type { DiagnosedItem, Diagnosis, DiagnosisOptions } from '@rubato/analysis';
import { diagnose, diagnosisRequest, diagnosisThresholds, fourStepSchedule } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { ctc, extendMultiLabels, multiLabelCtc, softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseProblem, failuresOf, itemOf, noise, transcription } from '../support/diagnosing.ts';
import { figure2 } from '../support/figure2.ts';
import { featuresProblem } from '../support/random-features.ts';
import { expectRefusal } from '../support/refusal.ts';

const backend = openCpu();

describe('diagnose', () => {
  it('finds nothing where all is well', () => {
    const diagnosis = diagnoseProblem(normaliseProblem(transcription(0.99, false)));
    expect(diagnosis.findings).toEqual([]);
    const { collapse, diagonalisation, blurring, decay, blank, shift } = itemOf(diagnosis);
    expect(collapse.evenness).toBeCloseTo(1, 2);
    expect(collapse.busiestShare).toBeCloseTo(1 / 8, 2);
    expect(collapse.starvedTargets).toBe(0);
    expect(diagonalisation).toMatchObject({ lengthRatio: 5, cornerDiscount: 1 });
    expect(blurring!.energyLoss).toBeLessThan(0.05);
    expect(decay!.events.length).toBe(8);
    expect([blank, shift]).toEqual([undefined, undefined]);
  });

  it('finds alignment collapse, and says what to do about the weights there are', () => {
    const [plain, weighted] = [1, 0.1].map((horizontal) => diagnoseProblem(normaliseProblem(transcription(0.99, true, horizontal))));
    for (const [diagnosis, remedy] of [
      [plain, /lower the weight of the horizontal step/],
      [weighted, /is 0.1 already/],
    ] as const) {
      const finding = diagnosis.findings.find(({ failure }) => failure === 'alignmentCollapse')!;
      expect(finding.items).toEqual([0]);
      expect(finding.remedies[0]).toMatch(remedy);
      expect(finding.source).toMatch(/problem 1.*ICASSP 2024/);
      expect(diagnosis.inspection!.collapsed).toBe(true);
    }
    expect(itemOf(plain).collapse.busiestShare).toBeCloseTo(0.9, 2);
    expect(itemOf(plain).collapse.starvedTargets).toBe(7 / 8);
    // The remedy helps, if it does not heal: the network still says one class everywhere.
    expect(itemOf(weighted).collapse.busiestShare).toBeLessThan(0.75);
    expect(itemOf(weighted).collapse.evenness).toBeGreaterThan(2 * itemOf(plain).collapse.evenness);
  });

  it('finds diagonalisation under weights 1-1-1 alone', () => {
    const plain = diagnoseProblem(noise(1));
    expect(failuresOf(plain)).toEqual(['diagonalisation']);
    expect(plain.findings[0].remedies[0]).toMatch(/1-1-2/);
    expect(itemOf(plain).diagonalisation.diagonalShare).toBeGreaterThan(0.9);
    const weighted = diagnoseProblem(noise(2));
    expect(failuresOf(weighted)).toEqual([]);
    expect(itemOf(weighted).diagonalisation.diagonalShare).toBeLessThan(0.5);
    expect(itemOf(weighted).diagonalisation.meanDistance).toBeGreaterThan(10 * itemOf(plain).diagonalisation.meanDistance);
  });

  it('finds output blurring in Figure 2 of the paper, and not at a low temperature', () => {
    const blurred = diagnoseProblem(figure2(1));
    expect(failuresOf(blurred)).toEqual(['outputBlurring']);
    expect(blurred.findings[0].message).toMatch(/magnitude of 0\.47 \(temperature 1\)/);
    expect(blurred.findings[0].remedies[0]).toMatch(/fourStepSchedule/);
    expect(failuresOf(diagnoseProblem(figure2(0.1)))).toEqual([]);
  });

  it('drives the four steps of the paper down to where the targets are sharp', () => {
    const schedule = fourStepSchedule({ from: 10, to: 0.01, initialReports: 2 });
    const temperatures: number[] = [];
    for (let epoch = 0; epoch < 10; epoch++) {
      temperatures.push(schedule.temperature);
      schedule.report(diagnoseProblem(figure2(schedule.temperature)).inspection!);
    }
    expect(temperatures.slice(0, 4)).toEqual([10, 10, 5, 2.5]);
    expect(schedule.phase).toBe('resume');
    expect(schedule.temperature).toBeGreaterThan(0.05);
    expect(diagnoseProblem(figure2(schedule.temperature)).inspection!.energyLoss).toBeLessThan(0.1);
  });

  it('finds a temporal shift against a reference', () => {
    const input = transcription(0.9, false);
    if (input.cost.kind !== 'features') expect.fail();
    const { x } = input.cost;
    const early = Float64Array.from(x, (_, i) => (i + 24 < x.length ? x[i + 24] : x[i]));
    const diagnosis = diagnoseProblem(normaliseProblem(input), { reference: { data: early, shape: [40, 8] } });
    expect(failuresOf(diagnosis)).toEqual(['temporalShift']);
    expect(itemOf(diagnosis).shift!.shift).toBeCloseTo(3, 0);
    expect(diagnosis.findings[0].message).toMatch(/frames after the reference/);
    // Neither a small shift, nor a weak correlation, nor one that is as good without the shift.
    for (const thresholds of [{ shiftFrames: 4 }, { shiftCorrelation: 1.1 }, { shiftGain: 1 }]) {
      const reference = { data: early, shape: [40, 8] } as const;
      expect(failuresOf(diagnoseProblem(normaliseProblem(input), { reference, thresholds }))).toEqual([]);
    }
    const none = diagnoseProblem(normaliseProblem(input), { reference: { data: x, shape: [40, 8] } });
    expect(failuresOf(none)).toEqual([]);
  });

  it('finds the blank of multi-label CTC by itself', () => {
    const labels = [
      [
        [1, 0],
        [0, 1],
      ],
    ];
    const y = extendMultiLabels(labels, { blank: 0 });
    const localCost = { name: 'multiLabelCtc' };
    const x = Float64Array.from({ length: 36 }, (_, i) => (i % 3 === 0 ? 0.9 : i === 13 || i === 23 ? 0.8 : 0.1));
    const cost = { kind: 'features', x, y: y.data, shape: [1, 12, y.shape[1]], dimension: 3, localCost } as const;
    const diagnosis = diagnoseProblem(normaliseProblem({ ...multiLabelCtc(labels), cost }));
    expect(failuresOf(diagnosis)).toContain('blankDominance');
    expect(itemOf(diagnosis).blank!.framesPerLabel).toBeLessThan(3);
    expect(itemOf(diagnosis).blank!.likeliestShare).toBeUndefined();
  });

  it('leaves out the mean probability where costs are no log-probabilities', () => {
    const parameterization = ctc([[1]]);
    const index = parameterization.columnClasses!;
    const of = (values: Float64Array) => {
      const cost = { kind: 'gathered', values, shape: [1, 4, 3], classes: 2, index } as const;
      return itemOf(diagnoseProblem(normaliseProblem({ ...parameterization, cost }), { blank: 0 })).blank!;
    };
    expect(of(new Float64Array(8).fill(Math.log(2))).meanProbability).toBeCloseTo(0.5, 12);
    expect(of(new Float64Array(8).fill(1)).meanProbability).toBeUndefined();
    // Targets of one's own, of which the blank is no class of the cost.
    const cost = { kind: 'gathered', values: new Float64Array(8), shape: [1, 4, 3], classes: 2, index } as const;
    const targets = { data: [0, 0, 1, 1, 0, 0, 0, 0, 1], shape: [3, 3] } as const;
    const own = itemOf(diagnoseProblem(normaliseProblem({ ...parameterization, cost }), { blank: 2, targets })).blank!;
    expect([own.meanProbability, own.likeliestShare]).toEqual([undefined, undefined]);
    expect(own.alignedShare).toBeGreaterThan(0.3);
  });

  it('finds targets that cost nothing in any kind of cost, but not where nothing costs anything', () => {
    const data = Float64Array.from({ length: 20 }, (_, i) => (i % 4 === 2 ? 0 : 1 + (i % 3)));
    const free = diagnoseProblem(normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data, shape: [5, 4] } }));
    expect(failuresOf(free)).toEqual(['freeTargets']);
    expect(itemOf(free).freeTargets).toMatchObject({ columns: [2], columnShare: 0.25 });
    expect(free.findings[0].message).toMatch(/^Free targets: 1 of 4 targets cost 0/);
    const nothing = { kind: 'dense', data: new Float64Array(20), shape: [5, 4] } as const;
    expect(itemOf(diagnoseProblem(normaliseProblem({ ...softDtw(), cost: nothing }))).freeTargets!.columns).toEqual([]);
  });

  it('goes without targets where the cost does not hold them', () => {
    const diagnosis = diagnoseProblem(noise(1));
    expect(diagnosis.inspection).toBeUndefined();
    expect(itemOf(diagnosis).blurring).toBeUndefined();
    const targets = { data: Float64Array.from({ length: 20 }, (_, m) => m % 2), shape: [20, 1] } as const;
    expect(itemOf(diagnoseProblem(noise(1), { targets })).decay!.events.length).toBe(10);
  });

  it('says why an item has no alignment', () => {
    const data = Float64Array.of(0, 1, 1, 0, Infinity, Infinity, Infinity, Infinity);
    const diagnosis = diagnoseProblem(normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data, shape: [2, 2, 2] } }));
    expect(diagnosis.items[0].status).toBe('diagnosed');
    expect(diagnosis.items[1]).toMatchObject({ status: 'undiagnosed', reason: expect.stringMatching(/./) as string });
  });

  it('is plain data, and of each item as if it were alone', () => {
    fc.assert(
      fc.property(featuresProblem, ({ input }) => {
        const problem = normaliseProblem(input);
        const diagnosis = diagnoseProblem(problem);
        expect(structuredClone(diagnosis)).toEqual(diagnosis);
        for (const item of diagnosis.items) if (item.status === 'diagnosed') expectShares(item);
        if (problem.batch === 1 || input.cost.kind !== 'features') return;
        const [, N, M] = problem.cost.shape;
        const { x, y, dimension: D } = input.cost;
        const alone = diagnoseProblem(
          normaliseProblem({
            ...input,
            rowLengths: [problem.rowLengths[1]],
            columnLengths: [problem.columnLengths[1]],
            cost: { ...input.cost, x: x.slice(N * D), y: y.slice(M * D), shape: [1, N, M] },
          }),
        );
        expect(withoutItem(alone.items[0])).toEqual(withoutItem(diagnosis.items[1]));
      }),
      { numRuns: 150 },
    );
  });

  it('takes thresholds, which are frozen data', () => {
    expect(Object.isFrozen(diagnosisThresholds)).toBe(true);
    const problem = normaliseProblem(transcription(0.99, true));
    expect(failuresOf(diagnoseProblem(problem, { thresholds: { collapseShare: 1.1, energyLoss: 2, weakMagnitude: 0 } }))).toEqual([]);
    expect(failuresOf(diagnoseProblem(figure2(0.3), { thresholds: { energyLoss: 0 } }))).toEqual(['outputBlurring']);
  });
});

/** What is a share lies between 0 and 1. */
function expectShares({ collapse, diagonalisation, freeTargets, blurring }: DiagnosedItem): void {
  const shares = [collapse.evenness, collapse.busiestShare, collapse.starvedTargets, diagonalisation.diagonalShare];
  for (const share of [...shares, freeTargets!.frameShare, freeTargets!.columnShare, blurring!.energyLoss]) {
    expect(share >= 0 && share <= 1 + 1e-12, String(share)).toBe(true);
  }
}

function withoutItem(item: Diagnosis['items'][number]): unknown {
  if (item.status !== 'diagnosed') return item;
  return { ...item, decay: { ...item.decay, events: item.decay!.events.map((event) => ({ ...event, item: 0 })) } };
}

describe('refusals', () => {
  const problem = noise(1);
  const solution = backend.solveSync(problem, diagnosisRequest);

  it('say which request field to add', () => {
    for (const [request, argument] of [
      [{ gradient: true }, 'softAlignment'],
      [{ softAlignment: true }, 'gradient'],
    ] as const) {
      expectRefusal(() => diagnose(problem, backend.solveSync(problem, request)), {
        argument: `solution.${argument}`,
        found: 'absent',
        expected: new RegExp(`${argument}: true in the request`),
      });
    }
  });

  it('name wrong options', () => {
    const refuses = (options: DiagnosisOptions, argument: string) => {
      expectRefusal(() => diagnose(problem, solution, options), { argument });
    };
    refuses({ blank: 0 }, 'options.targets');
    refuses({ blank: 1, targets: { data: new Float64Array(20), shape: [20, 1] } }, 'options.blank');
    refuses({ thresholds: { blankShare: NaN } }, 'options.thresholds.blankShare');
    refuses({ thresholds: { blankDominance: 1 } as never }, 'options.thresholds.blankDominance');
    refuses({ reference: { data: new Float64Array(20), shape: [20, 1] } }, 'options.predictions');
    refuses(
      { reference: { data: new Float64Array(9), shape: [9, 1] }, predictions: { data: new Float64Array(20), shape: [20, 1] } },
      'reference.shape',
    );
    refuses({ blanks: 0 } as never, 'options.blanks');
  });
});
