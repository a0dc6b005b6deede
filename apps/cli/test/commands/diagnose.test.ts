import { diagnose, type Diagnosis, diagnosisRequest, diagnosisThresholds, modifiedTargets } from '@rubato/analysis';
import { normaliseProblem, openReference } from '@rubato/core';
import { readNpy, writeNpy } from '@rubato/io';
import { ctc } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf } from '../support/world.ts';

const FRAMES = 12;
/** The blank nearly everywhere, two labels as spikes. */
const posteriors = Float64Array.from({ length: FRAMES * 3 }, (_, i) => {
  const spike = Math.floor(i / 3) === 3 ? 1 : Math.floor(i / 3) === 8 ? 2 : 0;
  return i % 3 === spike ? 0.9 : 0.05;
});
const strong = Float64Array.from({ length: FRAMES * 2 }, (_, i) => ((i >> 1 < 6 ? 0 : 1) === i % 2 ? 1 : 0));
const files = {
  'p.npy': writeNpy({ dtype: 'float64', shape: [FRAMES, 3], data: posteriors }),
  'pair.npy': writeNpy({ dtype: 'float64', shape: [2, FRAMES, 3], data: Float64Array.of(...posteriors, ...posteriors) }),
  'strong.npy': writeNpy({ dtype: 'float64', shape: [FRAMES, 2], data: strong }),
  'problem.json': '{"rubato":1,"steps":[[1,0],[0,1],[1,1]],"cost":{"kind":"dense","shape":[2,2],"data":[0,1,1,0]}}',
};
const ARGS = ['--labels', '1 2', '--probabilities'];

const parameterization = ctc([[1, 2]]);
const index = parameterization.columnClasses!;
const cost = {
  kind: 'gathered',
  values: posteriors.map((p) => -Math.log(p)),
  shape: [1, FRAMES, index.length],
  classes: 3,
  index,
} as const;
const problem = normaliseProblem({ ...parameterization, cost });
const solution = openReference().solveSync(problem, diagnosisRequest);

/** Expects numbers to agree, whatever computed them. */
function expectNear(told: unknown, expected: unknown): void {
  if (typeof expected === 'number' && typeof told === 'number') expect(told).toBeCloseTo(expected, 9);
  else if (typeof expected === 'object' && expected !== null && typeof told === 'object' && told !== null) {
    const kept = Object.entries(expected).filter(([, value]) => value !== undefined);
    expect(Object.keys(told)).toEqual(kept.map(([key]) => key));
    for (const [key, value] of kept) expectNear((told as Record<string, unknown>)[key], value);
  } else expect(told).toEqual(expected);
}

describe('rubato diagnose', () => {
  it('is the diagnosis of the library', async () => {
    const world = createWorld(files);
    expect([await runIn(world, 'diagnose', 'p.npy', ...ARGS, '--reference', 'strong.npy', '--json'), world.stderr()]).toEqual([0, '']);
    const { backend, milliseconds, ...told } = JSON.parse(world.stdout()) as Diagnosis & { backend: string; milliseconds: number };
    expect([backend, milliseconds > 0]).toEqual(['cpu', true]);
    const expected = diagnose(problem, solution, { blank: 0, reference: { data: strong, shape: [FRAMES, 2] } });
    expect(expected.findings.map(({ failure }) => failure)).toContain('blankDominance');
    expectNear(told.items, expected.items);
    expect(told.findings).toEqual(expected.findings);
  });

  it('tells findings in words, with remedies and numbers, and thresholds decide', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'diagnose', 'p.npy', ...ARGS)).toBe(0);
    expect(world.stdout()).toMatch(/^Blank dominance: .*\n(?:.*\n)*? {2}- /m);
    expect(world.stdout()).toMatch(/^ {2}Source: Müller & Zeitler, tutorial/m);
    expect(world.stdout()).toMatch(/item {2}frames {2}targets .*\n0 {5}12 +5 /);
    const patient = createWorld(files);
    const thresholds = 'blankShare=1,weakMagnitude=0,energyLoss=1';
    expect(await runIn(patient, 'diagnose', 'p.npy', ...ARGS, '--thresholds', thresholds)).toBe(0);
    expect(patient.stdout()).toMatch(/^no known failure found\n/);
  });

  it('writes numbers and modified targets', async () => {
    const world = createWorld(files);
    expect(await runIn(world, 'diagnose', 'p.npy', ...ARGS, '--out', 't.npy', '--out', 't.svg', '--out', 't.json', '--json')).toBe(0);
    expect(textOf(world, 't.json')).toBe(world.stdout());
    const { data, shape } = readNpy(world.files.get('t.npy')!);
    const { targets } = modifiedTargets(problem, solution);
    expect(shape).toEqual([1, FRAMES, 3]);
    Array.from(data, Number).forEach((value, i) => expect(value).toBeCloseTo(targets.data[i], 9));
    expect(elementsOf(textOf(world, 't.svg')).filter(({ name }) => name === 'image').length).toBe(1);
  });

  it('takes problems and batches', async () => {
    const world = createWorld(files);
    expect([await runIn(world, 'diagnose', 'problem.json', '--json'), world.stderr()]).toEqual([0, '']);
    expect((JSON.parse(world.stdout()) as Diagnosis).items.length).toBe(1);
    const batch = createWorld(files);
    expect(await runIn(batch, 'diagnose', 'pair.npy', '--labels', '1 2; 2 1', '--probabilities')).toBe(0);
    expect(batch.stdout()).toMatch(/^2 items on cpu in /m);
  });

  it('refuses with the file or the option, and writes nothing', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['p.npy', '--labels', '1 2'], /must know what the file holds/],
      [['p.npy', '--labels', '1 7', '--probabilities'], /--labels: label 1 \(from 0\) is 7/],
      [['problem.json', '--labels', '1'], /problem\.json is a problem; leave out --labels/],
      [['problem.json', '--out', 'x.npy'], /problem\.json: the targets/],
      [['p.npy', ...ARGS, '--thresholds', 'blanks=1'], /--thresholds: 'blanks=1' is not name=number; names are collapseEvenness/],
      [['p.npy', ...ARGS, '--out', 'x.txt'], /--out x\.txt: the ending chooses the format; give one of \.json, \.npy, \.svg/],
      [['pair.npy', '--labels', '1; 2', '--probabilities', '--out', 'x.svg'], /a drawing shows one item, pair\.npy has 2 items/],
      [['problem.json', '--probabilities'], /problem\.json is a problem; leave out --probabilities$/],
      [['problem.json', '--logits'], /problem\.json is a problem; leave out --logits$/],
      [['problem.json', '--preset', 'ctc'], /problem\.json is a problem; leave out --preset$/],
      [['p.npy', ...ARGS, '--maximum-shift', '3'], /--maximum-shift belongs to --reference/],
      [
        ['p.npy', ...ARGS, '--reference', 'strong.npy', '--maximum-shift', '0'],
        /--maximum-shift is '0'; give a whole number of at least 1/,
      ],
      [['p.npy', ...ARGS, '--reference', 'strong.npy', '--maximum-shift', '7'], /--maximum-shift is 7; p\.npy has 12 frames: give 1 to 6/],
      [['p.npy', ...ARGS, '--thresholds', 'blankShare=7'], /--thresholds: blankShare is 7; give a number from 0 to 1/],
      [['p.npy', ...ARGS, '--thresholds', 'diagonalLengthRatio=0.5'], /diagonalLengthRatio is 0\.5; give a number of at least 1/],
      [['p.npy', ...ARGS, '--reference', 'missing.npy'], /missing\.npy does not exist/],
      [['p.npy', ...ARGS, '--reference', 'pair.npy'], /pair\.npy/],
    ];
    for (const [args, message] of cases) {
      const world = createWorld(files);
      expect(await refusal(world, 'diagnose', ...args)).toMatch(message);
      expect([...world.files.keys()]).toEqual(Object.keys(files));
    }
  });

  it('tells bounds and defaults in its help, and looks for shifts up to half of the frames', async () => {
    const help = createWorld(files);
    expect(await runIn(help, 'diagnose', '--help')).toBe(0);
    const text = help.stdout().replaceAll(/\s+/g, ' ');
    expect(text).toContain('1 to half of the frames (default: a quarter of them, at most 25)');
    for (const [name, value] of Object.entries(diagnosisThresholds)) expect(text).toContain(`${name}=${value}`);
    expect(text).toContain('shiftFrames=2 (frames)');
    const world = createWorld(files);
    expect(await runIn(world, 'diagnose', 'p.npy', ...ARGS, '--reference', 'strong.npy', '--maximum-shift', '6')).toBe(0);
  });
});
