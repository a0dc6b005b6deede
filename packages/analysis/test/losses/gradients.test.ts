import { computeLoss, computeLossSync, dilate, expectedAlignment } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { expectGradient } from './expect-gradient.ts';
import { examples, numbers } from './problems.ts';

const backends = [openReference(), openCpu()];

describe.each(backends.map((backend) => [backend.name, backend] as const))('on %s', (_, backend) => {
  it.each(examples.map((example) => [example.name, example] as const))(
    '%s: ⟨Ω, E⟩ and DILATE have the gradients of differences',
    (__, example) => {
      const { batch, rows, columns } = example.make(example.inputs);
      const penalty = numbers(batch * rows * columns);
      expectGradient(example, (problem) => expectedAlignment(problem, penalty), backend);
      expectGradient(example, (problem) => dilate(problem, { alpha: 0.3, penalty }), backend);
    },
  );
});

it.each(examples.map((example) => [example.name, example] as const))('%s: waiting gives the same as not waiting', async (_, example) => {
  const loss = dilate(example.make(example.inputs));
  const options = { backend: openCpu(), gradient: true, inputGradient: true } as const;
  const seen: number[] = [];
  const later = await computeLoss(loss, { ...options, onProgress: ({ done }) => seen.push(done) });
  expect(later).toEqual(computeLossSync(loss, options));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(0);
});
