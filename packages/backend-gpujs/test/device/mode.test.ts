import { describe, expect, it } from 'vitest';
import type { GpuConstructor } from '../../src/device/gpujs.ts';
import { chooseMode } from '../../src/device/mode.ts';

const machine = (isWebGL2Supported: boolean, isWebAssemblySupported = true): GpuConstructor =>
  ({ isWebGL2Supported, isWebAssemblySupported }) as GpuConstructor;

describe('chooseMode', () => {
  it('takes WebGL2 where it is there, else cpu', () => {
    expect(chooseMode(machine(true), undefined)).toEqual({ mode: 'webgl2' });
    expect(chooseMode(machine(false), undefined)).toEqual({ mode: 'cpu' });
  });

  it('takes what the caller pins, and nothing else', () => {
    for (const mode of ['webgl2', 'webasm', 'cpu'] as const) expect(chooseMode(machine(true), mode)).toEqual({ mode });
    expect(chooseMode(machine(false), 'webgl2')).toBe('there is no WebGL2 here');
    expect(chooseMode(machine(true, false), 'webasm')).toBe('there is no WebAssembly here');
  });

  it.each(['gpu', 'async', 'webgpu', 'webgl', 'headlessgl', 'dev'])("says why it does not use gpu.js's mode %s", (mode) => {
    expect(chooseMode(machine(true), mode)).toMatch(
      new RegExp(`^gpu.js's mode '${mode}' is not used here: .+; take 'webgl2', 'webasm' or 'cpu'$`),
    );
  });

  it('refuses what is no mode', () => {
    expect(() => chooseMode(machine(true), 'fast')).toThrow("mode is 'fast'; expected 'webgl2', 'webasm' or 'cpu'");
    expect(() => chooseMode(machine(true), 7 as never)).toThrow('mode is a number');
    expect(() => chooseMode(machine(true), 'toString')).toThrow("mode is 'toString'");
  });
});
