import { openCpu } from '@rubato/backend-cpu';
import type { Backend, SolveProgress } from '@rubato/core';
import type { ForcedAlignmentState } from '@rubato/decoders';
import { forceAlign, forceAlignSync } from '@rubato/decoders';
import { ctc } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { randomCtc } from './random-ctc.ts';

const backend = openCpu();
const { posteriors, labels } = randomCtc(4, 90, 12, 5);
// Two items that are the same, and one without a path.
const batch = { data: new Float32Array([...posteriors.data, ...posteriors.data, ...posteriors.data]), shape: [3, 90, 5] } as const;
const call = {
  backend,
  parameterization: ctc([labels, Array.from({ length: 60 }, () => 1), labels]),
  blank: 0,
  blockFrames: 25,
  words: { delimiter: labels[4] },
} as const;

function throughJson(state: ForcedAlignmentState): ForcedAlignmentState {
  return JSON.parse(JSON.stringify(state)) as ForcedAlignmentState;
}

describe('a forced alignment that goes on', () => {
  const states: ForcedAlignmentState[] = [];
  const expected = forceAlignSync(batch, { ...call, onBlock: (state) => void states.push(state) });

  it('hands out a state after each block', () => {
    expect(expected.map(({ status }) => status)).toEqual(['aligned', 'infeasible', 'aligned']);
    // Four blocks four times for each of two items, the last of which gives the result; one for the item without a path.
    expect(states.length).toBe(2 * 16 + 1);
    expect(states.at(-1)!.items.map((item) => item?.phase)).toEqual(['finished', undefined, 'finished']);
  });

  it('comes to the same end from every state', async () => {
    for (const state of states) {
      const before = structuredClone(state);
      expect(forceAlignSync(batch, { ...call, resume: state })).toEqual(expected);
      expect(state).toEqual(before);
      expect(forceAlignSync(batch, { ...call, resume: throughJson(state) })).toEqual(expected);
    }
    expect(await forceAlign(batch, { ...call, resume: states[7] })).toEqual(expected);
  });

  it('does only what is left', () => {
    const solves = (resume?: ForcedAlignmentState): number => {
      let count = 0;
      const counting = new Proxy(backend, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (name === 'solveSync') count++;
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      forceAlignSync(batch, { ...call, backend: counting, ...(resume === undefined ? {} : { resume }) });
      return count;
    };
    const all = solves();
    expect(solves(structuredClone(states[9]))).toBe(all - 10);
    expect(solves(structuredClone(states.at(-1)!))).toBeLessThanOrEqual(1);
  });

  it('refuses the state of other input', () => {
    const other = { ...batch, data: batch.data.map((p, i) => (i < 2 ? batch.data[1 - i] : p)) };
    expectRefusal(() => forceAlignSync(other, { ...call, resume: states[3] }), 'options.resume');
    expectRefusal(() => forceAlignSync(batch, { ...call, blank: 'none', resume: states[3] }), 'options.resume');
    expectRefusal(() => forceAlignSync(batch, { ...call, resume: {} as never }), 'options.resume', { found: 'no such state' });
    expectRefusal(
      () => forceAlignSync(batch, { ...call, parameterization: ctc([labels, [1], labels]), resume: states[3] }),
      'options.resume',
    );
  });
});

describe('the asynchronous form', () => {
  it('gives the same answer, and tells how far it is', async () => {
    const seen: SolveProgress[] = [];
    const items = await forceAlign(batch, { ...call, onProgress: (progress) => void seen.push(progress) });
    expect(items).toEqual(forceAlignSync(batch, call));
    const { done, total } = seen.at(-1)!;
    expect([done, total]).toEqual([2 * 4 * 90, 2 * 4 * 90]);
    expect(seen.length).toBeGreaterThan(16);
    for (let i = 1; i < seen.length; i++) {
      expect(seen[i].done).toBeGreaterThanOrEqual(seen[i - 1].done);
      expect(seen[i].total).toBe(total);
    }
  });

  it('stops on a signal, and goes on from where it was', async () => {
    const controller = new AbortController();
    const kept: ForcedAlignmentState[] = [];
    let solves = 0;
    const counting: Backend = Object.assign(Object.create(backend) as Backend, {
      solve: (...args: Parameters<Backend['solve']>) => {
        solves++;
        return backend.solve(...args);
      },
    });
    const onBlock = (state: ForcedAlignmentState): void => {
      kept.push(state);
      if (kept.length === 6) controller.abort(new Error('enough'));
    };
    await expect(forceAlign(batch, { ...call, backend: counting, signal: controller.signal, onBlock })).rejects.toThrow('enough');
    expect(kept.length).toBe(6);
    expect(solves).toBeLessThanOrEqual(7);
    expect(await forceAlign(batch, { ...call, resume: kept[5] })).toEqual(forceAlignSync(batch, call));
    await expect(forceAlign(batch, { ...call, signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });
});
