import { describeBackend } from '@rubato/conformance/vitest';
import type { BackendProvider, SolveRequest } from '@rubato/core';
import { isUnavailable } from '@rubato/core';
import { expect, it } from 'vitest';
import { live } from '../../src/device/buffers.ts';
import { webGpuProvider } from '../../src/index.ts';
import { served } from '../../src/strips/solve.ts';
import { absent } from '../support/backend.ts';

/** What strips answer; with anything else in a request the lattice's own kernels serve. */
const ANSWERED = new Set<string>(['gradient', 'softAlignment', 'inputGradient', 'path', 'upstream']);

/** The backend, which declines what strips do not answer. */
const provider: BackendProvider = {
  name: 'webgpu',
  open: async (options) => {
    const backend = await webGpuProvider.open(options);
    if (isUnavailable(backend)) return backend;
    const supports = backend.supports.bind(backend);
    return Object.assign(backend, {
      supports: (problem: Parameters<typeof supports>[0], request: SolveRequest) => {
        const other = Object.keys(request).find((name) => !ANSWERED.has(name) && request[name as keyof SolveRequest] !== undefined);
        return other === undefined ? supports(problem, request) : { supported: false as const, reason: `strips do not answer ${other}` };
      },
    });
  },
};

describeBackend(provider, {
  // Strips take SwiftShader seconds to compile.
  runs: 4,
  problems: { batch: [64, 64], minimums: ['softmin'], steps: ['dtw', 'dtw', 'ctc', 'twoSteps', 'twoOne'], whole: false },
  mustSupport: [{ minimums: ['softmin'], requests: ['value', 'gradient', 'softAlignment', 'inputGradient', 'path'] }],
  laws: ['reference answer', 'sides of 1 and items of length 0', 'inert padding', 'E = H for unit weights', 'same bits however opened'],
  liveResources: () => live.buffers,
});

it.skipIf(absent !== undefined)('was about strips', () => {
  expect(served.parts).toBeGreaterThan(0);
});
