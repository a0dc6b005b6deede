import {
  DeviceLostError,
  DeviceMemoryError,
  DisposedError,
  InvalidArgumentError,
  MemoryLimitError,
  RubatoError,
  UnavailableBackendError,
  UnsupportedError,
} from '@rubato/core';
import { describe, expect, it } from 'vitest';

describe('errors', () => {
  it('say the argument, the index, what was found and what would be right', () => {
    const details = { argument: 'cost.data', index: [0, 2, 1], found: 'NaN', expected: 'a number' };
    const error = new InvalidArgumentError(details);
    expect(error).toMatchObject(details);
    expect(error.message).toBe('cost.data[0, 2, 1] is NaN; expected a number');
    expect(new InvalidArgumentError({ argument: 'steps', found: 'null', expected: 'a list' })).toMatchObject({
      message: 'steps is null; expected a list',
      index: undefined,
    });
  });

  it.each([
    [
      new InvalidArgumentError({ argument: 'a', found: 'b', expected: 'c' }),
      'invalid-argument',
      'InvalidArgumentError',
      'a is b; expected c',
    ],
    [new UnsupportedError('webgpu', 'no bands'), 'unsupported', 'UnsupportedError', 'webgpu does not support this: no bands'],
    [new MemoryLimitError('backend cpu', 9, 7), 'memory-limit', 'MemoryLimitError', 'backend cpu needs 9 bytes, the limit is 7 bytes'],
    [
      new UnavailableBackendError('gpu', 'no adapter'),
      'unavailable-backend',
      'UnavailableBackendError',
      'backend gpu is not available: no adapter',
    ],
    [new DisposedError('cpu'), 'disposed', 'DisposedError', 'backend cpu has been disposed of; open it again'],
    [
      new DeviceLostError('webgpu', 'it was destroyed'),
      'device-lost',
      'DeviceLostError',
      'backend webgpu has lost its device: it was destroyed; open it again',
    ],
    [
      new DeviceMemoryError('webgpu', 'accumulated costs'),
      'device-memory',
      'DeviceMemoryError',
      'the device of backend webgpu is out of memory: accumulated costs',
    ],
  ])('%s has a stable code and a name', (error, code, name, message) => {
    expect(error).toBeInstanceOf(RubatoError);
    expect(error).toBeInstanceOf(Error);
    expect({ code: error.code, name: error.name, message: error.message }).toEqual({ code, name, message });
  });

  it('carry their facts as data', () => {
    expect(new UnsupportedError('webgpu', 'no bands')).toMatchObject({ backend: 'webgpu', reason: 'no bands' });
    expect(new MemoryLimitError('x', 9, 7)).toMatchObject({ bytesNeeded: 9, maximumBytes: 7 });
    expect(new UnavailableBackendError('gpu', 'none')).toMatchObject({ backend: 'gpu', reason: 'none' });
    expect(new DeviceLostError('webgpu', 'gone')).toMatchObject({ backend: 'webgpu', reason: 'gone' });
    expect(new DeviceMemoryError('webgpu', 'full')).toMatchObject({ backend: 'webgpu', reason: 'full' });
  });

  it('keep a cause', () => {
    const cause = new Error('inner');
    expect(new DeviceLostError('webgpu', 'gone', { cause }).cause).toBe(cause);
    expect(new RubatoError('mine', 'outer', { cause }).cause).toBe(cause);
  });
});
