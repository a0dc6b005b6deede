import { openCpu } from '@rubato/backend-cpu';
import type { DiagnosedItem, Diagnosis } from '@rubato/analysis';
import { diagnose, diagnosisRequest } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { oneHotTargets, table1 } from '@rubato/presets';
import { expect, it } from 'vitest';
import { describeShared } from '../support/shared.ts';
import type { Theme } from '../support/themes.ts';
import { BLANK, readPosteriors, readThemes, themeProblem } from '../support/themes.ts';

const backend = openCpu();

function itemOf({ items: [item] }: Diagnosis): DiagnosedItem {
  if (item.status !== 'diagnosed') expect.fail(item.reason);
  return item;
}

const failuresOf = ({ findings }: Diagnosis) => findings.map(({ failure }) => failure);

describeShared('data/mtd/reference.json', () => {
  const themes = readThemes();
  const diagnoseTheme = (theme: Theme, model: string, id: 'CTC-A' | 'SDTW-E' | 'SDTW-E-W'): Diagnosis => {
    const problem = themeProblem(theme, model, id);
    return diagnose(problem, backend.solveSync(problem, diagnosisRequest), id === 'CTC-A' ? { blank: BLANK } : {});
  };

  for (const theme of themes) {
    it(`${theme.name}: the blank dominates CTC-A, and not SDTW-E-W`, () => {
      const own = diagnoseTheme(theme, 'CTC-A', 'CTC-A');
      const { blank, collapse, freeTargets } = itemOf(own);
      expect(failuresOf(own)).toContain('blankDominance');
      expect(failuresOf(own)).not.toContain('alignmentCollapse');
      expect(blank!.alignedShare).toBeGreaterThan(0.6);
      expect(blank!.likeliestShare).toBeGreaterThan(0.6);
      // Spikes: a label has hardly more than a frame.
      expect(blank!.framesPerLabel).toBeLessThan(1.5);
      expect(blank!.peakiness).toBeGreaterThan(0.5);
      expect(blank!.meanProbability).toBeCloseTo(theme.meanBlankProbability['CTC-A'], 5);
      expect(collapse.evenness).toBeGreaterThan(0.9);
      expect(collapse.contrast).toBeGreaterThan(1.6);
      expect(freeTargets!.columns).toEqual([]);

      const other = diagnoseTheme(theme, 'SDTW-E-W', 'CTC-A');
      expect(failuresOf(other)).not.toContain('blankDominance');
      const others = itemOf(other).blank!;
      expect(others.alignedShare).toBeLessThan(0.11);
      expect(others.likeliestShare).toBe(0);
      expect(others.framesPerLabel).toBeGreaterThan(3);
      expect(others.peakiness).toBeLessThan(0.35);
    });

    it(`${theme.name}: the published SDTW losses have free rests`, () => {
      const rests = theme.weak.flatMap((label, m) => (label === -1 ? [m] : []));
      for (const id of ['SDTW-E', 'SDTW-E-W'] as const) {
        const diagnosis = diagnoseTheme(theme, 'SDTW-E-W', id);
        expect(itemOf(diagnosis).freeTargets!.columns).toEqual(rests);
        const finding = diagnosis.findings.find(({ failure }) => failure === 'freeTargets')!;
        expect(finding.message).toMatch(new RegExp(`^Free rests: ${rests.length} of ${theme.weak.length} targets`));
        expect(finding.remedies[0]).toMatch(/rests: 'uniform'/);
        expect(finding.source).toMatch(/groupmm\/dDTW_CTC/);
        expect(failuresOf(diagnosis)).not.toContain('blankDominance');
      }
    });

    it(`${theme.name}: a low horizontal weight keeps the rests from taking over, and frames from a single target`, () => {
      const [weighted, plain] = (['SDTW-E-W', 'SDTW-E'] as const).map((id) => itemOf(diagnoseTheme(theme, 'SDTW-E-W', id)));
      expect(failuresOf(diagnoseTheme(theme, 'SDTW-E-W', 'SDTW-E-W'))).not.toContain('alignmentCollapse');
      expect(weighted.freeTargets!.frameShare).toBeLessThan(plain.freeTargets!.frameShare);
      expect(weighted.collapse.evenness).toBeGreaterThan(plain.collapse.evenness);
      expect(weighted.collapse.evenness).toBeGreaterThan(0.89);
      expect(weighted.collapse.busiestShare).toBeLessThan(0.33);
      // h(n) is what the weight makes of it: 0.1 for repetitions.
      expect(weighted.meanWeight).toBeLessThan(0.4);
      expect(plain.meanWeight).toBeGreaterThan(1);
    });

    it(`${theme.name}: uniform rests are not free`, () => {
      const [x, y] = [readPosteriors(theme, 'SDTW-E-W', 12), oneHotTargets([theme.weak], 12).data];
      const localCost = { name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } };
      const cost = { kind: 'features', x, y, shape: [theme.frames, theme.weak.length], dimension: 12, localCost } as const;
      const problem = normaliseProblem({ ...table1('SDTW-E', 'published-code', [theme.weak]), cost });
      const diagnosis = diagnose(problem, backend.solveSync(problem, diagnosisRequest));
      expect(itemOf(diagnosis).freeTargets!.columns).toEqual([]);
      expect(failuresOf(diagnosis)).not.toContain('freeTargets');
      expect(failuresOf(diagnosis)).not.toContain('alignmentCollapse');
    });
  }

  it('two of the five collapse onto their rests under SDTW-E', () => {
    const collapsed = themes.filter((theme) => failuresOf(diagnoseTheme(theme, 'SDTW-E-W', 'SDTW-E')).includes('alignmentCollapse'));
    expect(collapsed.map(({ name }) => name.slice(0, 7))).toEqual(['MTD0554', 'MTD1176']);
    for (const theme of collapsed) {
      const { freeTargets, collapse } = itemOf(diagnoseTheme(theme, 'SDTW-E-W', 'SDTW-E'));
      expect(freeTargets!.frameShare).toBeGreaterThan(0.7);
      // What rests take is many times what they truly last.
      expect(freeTargets!.frameShare).toBeGreaterThan((5 * theme.restFrames) / theme.frames);
      expect(collapse.evenness).toBeLessThan(0.5);
      // Rests are free, and so what takes the frames costs the same in all of them.
      expect(collapse.contrast).toBe(0);
      expect(collapse.starvedTargets).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('no shift is told between posteriors and strong targets, and one of 5 frames is', () => {
    for (const theme of themes) {
      const problem = themeProblem(theme, 'SDTW-E-W', 'SDTW-E-W');
      const solution = backend.solveSync(problem, diagnosisRequest);
      const { strong, frames } = theme;
      const reference = { data: strong, shape: [frames, 12] } as const;
      const there = diagnose(problem, solution, { reference });
      expect(failuresOf(there)).not.toContain('temporalShift');
      const estimated = itemOf(there).shift!.shift;
      expect(Math.abs(estimated)).toBeLessThan(2);
      const early = {
        data: Float64Array.from(strong, (_, i) => strong[Math.min(strong.length - 12, i - (i % 12) + 60) + (i % 12)]),
        shape: [frames, 12],
      } as const;
      const late = diagnose(problem, solution, { reference: early });
      expect(itemOf(late).shift!.shift - estimated).toBeCloseTo(5, 0);
    }
  });
});
