import { DeviceLostError, DisposedError } from '@rubato/core';
import { expect, it, vi } from 'vitest';
import { withBackend } from '../support/backend.ts';
import { checkExtremes, checkLongPaths } from '../support/check-numbers.ts';
import { checkMathematics } from '../support/check-mathematics.ts';
import { checkProgram, programs } from '../support/check-programs.ts';
import { withDevice } from '../support/device.ts';
import { everything, plainProblem } from '../support/problems.ts';

it('is right near the ends of float32', () => withBackend({ mode: 'webgl2' }, (backend) => checkExtremes(backend)));

it('does not suffer from long paths', () => withBackend({ mode: 'webgl2' }, (backend) => checkLongPaths(backend, 100)));

it('computes exponentials and logarithms to some units of the last place', () =>
  withDevice('webgl2', (device) => checkMathematics(device)));

it.each(Object.keys(programs))('computes printed programs: %s', (name) =>
  withDevice('webgl2', (device) => checkProgram(device, programs[name])),
);

it('reads nothing back from the device before the last front is done', async () => {
  const log: string[] = [];
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
  const own = { drawArrays: prototype['drawArrays'], readPixels: prototype['readPixels'], getBufferSubData: prototype['getBufferSubData'] };
  for (const [name, method] of Object.entries(own)) {
    prototype[name] = function (this: WebGL2RenderingContext, ...values) {
      log.push(name === 'drawArrays' ? 'draw' : 'read');
      return method.apply(this, values);
    };
  }
  try {
    await withBackend({ mode: 'webgl2' }, async (backend) => {
      const { path: _, ...request } = everything(2, 5, 5);
      log.length = 0;
      await backend.solve(plainProblem(2, 5, 5), request);
      expect(log.indexOf('read')).toBeGreaterThan(9 * 10);
      expect(log.lastIndexOf('draw')).toBe(log.indexOf('read') - 1);
    });
  } finally {
    Object.assign(prototype, own);
  }
});

it('refuses a front that no texture holds, before it starts', () =>
  withBackend({ mode: 'webgl2' }, async (backend) => {
    const side = 2 ** 17;
    const problem = plainProblem(2, 1, side, {
      steps: [
        [1, 0],
        [1, 1],
      ],
    });
    await expect(backend.solve(problem, {})).rejects.toThrow(
      /a front of 131072 × 2 × 6 numbers is more than its textures of \d+ × \d+ hold/,
    );
  }));

it('stops a solve under way when it is disposed of, and says so', async () => {
  await withBackend({ mode: 'webgl2' }, async (backend) => {
    const solving = backend.solve(plainProblem(4, 60, 60), { gradient: true });
    await Promise.all([expect(solving).rejects.toBeInstanceOf(DisposedError), backend.dispose()]);
  });
});

it('says that the context is lost, with all that was on it', async () => {
  const getContext = vi.spyOn(OffscreenCanvas.prototype, 'getContext');
  const getElementContext = vi.spyOn(HTMLCanvasElement.prototype, 'getContext');
  await withBackend({ mode: 'webgl2' }, async (backend) => {
    const made = [...getContext.mock.results, ...getElementContext.mock.results].map(({ value }) => value as unknown);
    const contexts = made.filter((context) => context instanceof WebGL2RenderingContext);
    expect(contexts.length).toBeGreaterThan(0);
    const solving = backend.solve(plainProblem(4, 60, 60), { gradient: true });
    for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
    await expect(solving).rejects.toBeInstanceOf(DeviceLostError);
    expect(() => backend.solveSync(plainProblem(1, 3, 3), {})).toThrow(
      'backend gpujs has lost its device: the WebGL context is lost; open it again',
    );
  });
  vi.restoreAllMocks();
  await withBackend({ mode: 'webgl2' }, async (backend) => backend.solve(plainProblem(1, 3, 3), {}));
});
