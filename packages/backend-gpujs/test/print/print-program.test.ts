import { describe, expect, it } from 'vitest';
import { builtIn } from '../../src/print/mathematics.ts';
import { ProgramPrinter } from '../../src/print/print-program.ts';
import { checkProgram, programs } from '../support/check-programs.ts';
import { withDevice } from '../support/device.ts';

describe.each(['cpu', 'webasm'] as const)('a printed program in mode %s', (mode) => {
  it.each(Object.keys(programs))('computes what its tree does: %s', (name) =>
    withDevice(mode, (device) => checkProgram(device, programs[name])),
  );
});

describe('ProgramPrinter', () => {
  const inputs = { extent: 'count', scalar: () => undefined, element: () => undefined };

  it('refuses names that nothing defines, and indices that nothing runs over', () => {
    const print = (expression: object): string =>
      new ProgramPrinter({ bindings: [], outputs: { value: { expression } } } as never, inputs, builtIn).print('value', 'z');
    expect(() => print({ op: 'variable', name: 'nothing' })).toThrow("variable 'nothing' is neither an input nor a binding");
    expect(() => print({ op: 'index', of: 'i' })).toThrow("index 'i' is used where nothing runs over it");
  });
});
