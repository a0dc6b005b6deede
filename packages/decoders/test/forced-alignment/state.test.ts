import { openCpu } from '@rubato/backend-cpu';
import type { Parameterization } from '@rubato/core';
import type { ForcedAlignmentState } from '@rubato/decoders';
import { forceAlignSync } from '@rubato/decoders';
import { openEnd, softDtw, subsequence } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { randomCtc } from './random-ctc.ts';

const backend = openCpu();
const { posteriors, labels } = randomCtc(11, 5, 5, 4);
const call = { backend, labels: [labels], blank: 'none', blockFrames: 2 } as const;

function statesOf(parameterization: Parameterization): ForcedAlignmentState[] {
  const states: ForcedAlignmentState[] = [];
  forceAlignSync(posteriors, { ...call, parameterization, onBlock: (state) => void states.push(state) });
  return states;
}

describe('a state', () => {
  const tables = Float64Array.from({ length: 15 }, (_, i) => (i % 4) / 8);
  const kinds: Readonly<Record<string, Parameterization>> = {
    'from corner to corner': softDtw(),
    'an open end': openEnd(softDtw(), { within: 'rows' }),
    'an open end across columns': openEnd(softDtw(), { within: 'columns' }),
    'an open start': { ...softDtw(), start: 'firstColumn' },
    'an open start across columns': { ...softDtw(), start: 'firstRow' },
    'open on both sides': subsequence(softDtw(), { within: 'rows' }),
    'end cells': { ...softDtw(), end: [[-1, -1]] },
    'other end cells': { ...softDtw(), end: [[3, 4]] },
    'a penalty at the end': { ...softDtw(), end: { set: 'corner', penalty: 0.5 } },
    'a factor at the start': { ...softDtw(), start: { set: 'corner', multiplier: 0.5 } },
    'penalties by column': { ...softDtw(), stepPenalties: { data: tables, shape: [1, 1, 5, 3] } },
    'penalties by frame': { ...softDtw(), stepPenalties: { data: tables, shape: [1, 5, 1, 3] } },
    'weights by column': { ...softDtw(), stepWeights: { data: tables, shape: [1, 1, 5, 3] } },
    'weights by frame': { ...softDtw(), stepWeights: { data: tables, shape: [1, 5, 1, 3] } },
    'a band': { ...softDtw(), band: { kind: 'sakoeChiba', radius: 2 } },
  };

  it.each(Object.keys(kinds))('of an alignment with %s is refused by all others', (own) => {
    const [resume] = statesOf(kinds[own]);
    for (const [name, parameterization] of Object.entries(kinds)) {
      const resumed = (): unknown => forceAlignSync(posteriors, { ...call, parameterization, resume });
      if (name === own) expect(resumed()).toEqual(forceAlignSync(posteriors, { ...call, parameterization }));
      else expectRefusal(resumed, 'options.resume', { found: 'the state of other input' });
    }
  });
});

describe('what no alignment has saved', () => {
  type Fields = Record<string, unknown>;
  const parameterization = softDtw();
  const states = statesOf(parameterization);
  const last = (state: ForcedAlignmentState): Fields => structuredClone(state.items.at(-1)) as unknown as Fields;
  const expectRefused = (items: unknown, argument: string, index?: readonly number[]): void => {
    const resume = { ...states[0], items } as ForcedAlignmentState;
    const details = index === undefined ? {} : { index };
    expectRefusal(() => forceAlignSync(posteriors, { ...call, parameterization, resume }), argument, details);
  };

  it('is refused as a state', () => {
    const { fingerprint } = states[0];
    for (const resume of [3, null, {}, { version: 2, fingerprint, items: [] }, { version: 1, items: [] }, { version: 1, fingerprint }]) {
      expectRefusal(() => forceAlignSync(posteriors, { ...call, parameterization, resume: resume as never }), 'options.resume');
    }
    expectRefused([last(states[0]), last(states[0])], 'options.resume.items');
    for (const item of [{}, 5, null, [1, 2, 3]]) {
      const resume = { ...states[0], items: [item] } as never;
      expect(() => forceAlignSync(posteriors, { ...call, parameterization, resume })).toThrow('options.resume.items[0]');
    }
  });

  it('has one state in each phase', () => {
    expect(states.map((state) => state.items[0]!.phase)).toEqual([
      'pathForward',
      'pathTrace',
      'pathTrace',
      'forward',
      'forward',
      'backward',
      'backward',
      'finished',
    ]);
  });

  const atPhase = (phase: string): Fields => last(states.find((state) => state.items[0]!.phase === phase)!);
  const wrong: readonly (readonly [phase: string, name: string, value: unknown, index?: readonly number[]])[] = [
    ['pathForward', 'phase', 'somewhere'],
    ['pathForward', 'block', 2],
    ['pathForward', 'blockFrames', 0],
    ['pathForward', 'blockFrames', 5],
    ['pathForward', 'rows', []],
    ['pathForward', 'rows', { 0: { 0: 1 } }],
    ['pathForward', 'exit', [0, 0, 0, 0, 0]],
    ['pathForward', 'endCandidate', 1],
    ['pathForward', 'endFrame', 2],
    ['pathForward', 'endColumn', 2],
    ['pathForward', 'path', [[4, 4]]],
    ['pathForward', 'pathCost', 1],
    ['pathForward', 'pathCost', 'much'],
    ['pathForward', 'sums', [1]],
    ['pathForward', 'infeasible', 'nothing of the kind'],
    ['pathForward', 'other', 1],
    ['pathTrace', 'endFrame', 0],
    ['pathTrace', 'endColumn', -1],
    ['forward', 'path', []],
    ['forward', 'path', [[0, 0, 2, 2, 4, 4]]],
    ['forward', 'path', [[0, 1, 1, 2, 2, 3, 3, 4, 4, 4]]],
    ['forward', 'path', [[0, 0, 1, 1, 2, 2, 3, 3]]],
    ['forward', 'path', [[0, 0, 1]], [0]],
    ['forward', 'path', [[0, 0, 5, 1]], [0, 2]],
    ['forward', 'pathCost', null],
    ['forward', 'sums', []],
    ['backward', 'exit', undefined],
    ['backward', 'exit', [0, 0, 0, 0]],
    ['backward', 'exit', [0, 0, NaN, 0, 0], [2]],
    ['backward', 'value', null],
    ['backward', 'value', -Infinity],
    ['finished', 'rows', [[1, 2, 3, 4, 5]]],
    ['finished', 'value', undefined],
    ['finished', 'infeasible', 5],
  ];
  const named = wrong.map(([phase, name, value, index]) => ({ phase, name, value, index }));
  it.each(named)('is refused in the phase $phase: $name', ({ phase, name, value, index }) => {
    // The first that is handed out in the phase backward comes before there is anything behind its block.
    const item = phase === 'backward' ? last(states.findLast((state) => state.items[0]!.phase === phase)!) : atPhase(phase);
    const fields = { ...item, [name]: value };
    if (value === undefined) delete fields[name];
    expectRefused([fields], `options.resume.items[0].${name}`, index);
  });

  it('is refused in rows and sums', () => {
    const row = [1, 2, 'inf', 4, 5];
    expectRefused([{ ...atPhase('pathForward'), rows: [row] }], 'options.resume.items[0].rows[0]', [2]);
    expectRefused([{ ...atPhase('pathForward'), rows: [[1]] }], 'options.resume.items[0].rows[0]');
    const finished = atPhase('finished');
    const [sums] = finished['sums'] as [Fields & { start: Fields }];
    expectRefused([{ ...finished, sums: [{ ...sums, occupancy: [1, 2, 3, 4, null] }] }], 'options.resume.items[0].sums[0].occupancy', [4]);
    expectRefused([{ ...finished, sums: [{ ...sums, start: 3 }] }], 'options.resume.items[0].sums[0].start');
    expectRefused(
      [{ ...finished, sums: [{ ...sums, start: { ...sums.start, moment: [] } }] }],
      'options.resume.items[0].sums[0].start.moment',
    );
  });
});

describe('a state of several items', () => {
  const two = { data: new Float32Array([...posteriors.data, ...posteriors.data]), shape: [2, 5, 4] } as const;
  const options = { ...call, labels: [labels, labels], parameterization: softDtw() };
  const states: ForcedAlignmentState[] = [];
  forceAlignSync(two, { ...options, onBlock: (state) => void states.push(state) });

  it('has items that are finished before the last', () => {
    const [begun] = states[0].items;
    const resume = { ...states[0], items: [begun, begun] };
    expectRefusal(() => forceAlignSync(two, { ...options, resume }), 'options.resume.items[0].phase');
  });

  it('has null for an item whose lengths allow no path, and only there', () => {
    const short = { ...two, lengths: [5, 3] };
    const steep = { ...options, parameterization: { steps: [[1, 1]] } } as const;
    const seen: ForcedAlignmentState[] = [];
    const expected = forceAlignSync(short, { ...steep, onBlock: (state) => void seen.push(state) });
    expect(expected.map(({ status }) => status)).toEqual(['aligned', 'infeasible']);
    const done = seen.at(-1)!;
    expect(done.items[1]).toBeNull();
    expect(forceAlignSync(short, { ...steep, resume: done })).toEqual(expected);
    const [first] = done.items;
    expectRefusal(() => forceAlignSync(short, { ...steep, resume: { ...done, items: [first, first] } }), 'options.resume.items', {
      index: [1],
    });
    expectRefusal(() => forceAlignSync(short, { ...steep, resume: { ...done, items: [null, null] } }), 'options.resume.items[0]');
  });

  it('goes on where forbidden cells leave no path', () => {
    // No frame can be label 0, with which every path begins.
    const data = Float64Array.from({ length: 20 }, (_, i) => [0, 0.5, 0.5, 0][i % 4]);
    const blocked = { data, shape: [1, 5, 4] } as const;
    const seen: ForcedAlignmentState[] = [];
    const zero = { ...call, labels: [[0, 1, 2]], parameterization: softDtw() };
    const expected = forceAlignSync(blocked, { ...zero, onBlock: (state) => void seen.push(state) });
    expect(expected[0].status).toBe('infeasible');
    for (const resume of seen) expect(forceAlignSync(blocked, { ...zero, resume })).toEqual(expected);
    expect(seen.at(-1)!.items[0]!.phase).toBe('finished');
  });
});
