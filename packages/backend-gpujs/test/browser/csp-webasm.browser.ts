import { isUnavailable } from '@rubato/core';
import { expect, it, vi } from 'vitest';
import { openGpujs } from '../../src/index.ts';
import { withBackend } from '../support/backend.ts';
import { plainProblem } from '../support/problems.ts';

it("computes in WebAssembly where the page allows just that: 'wasm-unsafe-eval'", async () => {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "script-src 'self' 'wasm-unsafe-eval'";
  document.head.append(policy);
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { values } = await withBackend({ mode: 'webasm' }, (backend) => backend.solve(plainProblem(1, 3, 3), { gradient: true }));
  expect(Number.isFinite(values[0])).toBe(true);
  const opened = await openGpujs({ mode: 'cpu' });
  expect(isUnavailable(opened) && opened.reason).toContain("gpu.js's mode cpu does not run here");
  complaint.mockRestore();
});
