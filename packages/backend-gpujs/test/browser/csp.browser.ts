import { isUnavailable } from '@rubato/core';
import { expect, it, vi } from 'vitest';
import { openGpujs } from '../../src/index.ts';
import { withBackend } from '../support/backend.ts';
import { plainProblem } from '../support/problems.ts';

it('computes on WebGL2 where the page refuses to compile text, and says that its other modes cannot', async () => {
  // Until the policy stands all of them run.
  for (const mode of ['webgl2', 'webasm', 'cpu'] as const) await withBackend({ mode }, (backend) => expect(backend.mode).toBe(mode));
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "script-src 'self'";
  document.head.append(policy);
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { values } = await withBackend({ mode: 'webgl2' }, (backend) => backend.solve(plainProblem(1, 3, 3), { gradient: true }));
  expect(Number.isFinite(values[0])).toBe(true);
  for (const mode of ['webasm', 'cpu'] as const) {
    const opened = await openGpujs({ mode });
    expect(isUnavailable(opened) && opened.reason).toContain(
      `gpu.js's mode ${mode} does not run here (does a Content-Security-Policy refuse it?)`,
    );
  }
  complaint.mockRestore();
});
