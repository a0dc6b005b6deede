import { InvalidArgumentError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../src/device/find-gpu.ts';
import { openDevice } from '../../src/device/open-device.ts';
import { absent, onDevice, open } from './support/on-device.ts';

const nowhere: Surroundings = { gpu: undefined, secure: true, importPackage: undefined };

/** An entry point that answers with this adapter. */
const gpuWith = (requestAdapter: () => Promise<unknown>): GPU => ({ requestAdapter }) as unknown as GPU;

/** What Node throws where a package is not installed. */
const missing = (name: string): Error => Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });

describe('without a device, openDevice says why', () => {
  it.each<[string, Surroundings, RegExp]>([
    ['a page without WebGPU', nowhere, /^this page has no WebGPU \(navigator\.gpu\): the browser does not have it/],
    ['a page that is not secure', { ...nowhere, secure: false }, /served by https or from localhost only$/],
    [
      'Node without the package',
      { ...nowhere, importPackage: () => Promise.reject(missing('webgpu')) },
      /install the optional package webgpu \(npm install webgpu\)$/,
    ],
    [
      'a package that lacks a package of its own',
      { ...nowhere, importPackage: () => Promise.reject(missing('other')) },
      /^the package webgpu could not be loaded: Cannot find package 'other'$/,
    ],
    [
      'a package for another system',
      { ...nowhere, importPackage: () => Promise.reject(new Error('no libvulkan')) },
      /^the package webgpu could not be loaded: no libvulkan$/,
    ],
    ['an old package', { ...nowhere, importPackage: () => Promise.resolve({}) }, /has no function create/],
    [
      'a package that does not start',
      {
        ...nowhere,
        importPackage: () =>
          Promise.resolve({
            create: () => {
              throw new Error('bad flags');
            },
          }),
      },
      /^the package webgpu could not start: bad flags$/,
    ],
    ['no adapter', { ...nowhere, gpu: gpuWith(() => Promise.resolve(null)) }, /finds no graphics adapter on this machine$/],
    ['an adapter that fails', { ...nowhere, gpu: gpuWith(() => Promise.reject(new Error('busy'))) }, /no device could be opened: busy$/],
  ])('%s', async (_, place, reason) => {
    expect(await openDevice(undefined, place)).toMatch(reason);
  });
});

describe('openDevice refuses what is no device', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    ['gpu', 'gpu'],
    [7, '7'],
    [{}, 'an object of class Object'],
    [Object.create(null), 'an object of class unknown'],
    [{ createBuffer: () => undefined, queue: {} }, 'an object of class Object'],
  ])('%o', async (given, found) => {
    await expect(openDevice(given)).rejects.toThrow(
      new InvalidArgumentError({ argument: 'device', found, expected: 'a GPUDevice' }).message,
    );
    await expect(openDevice(given)).rejects.toBeInstanceOf(InvalidArgumentError);
  });
});

describe.skipIf(absent !== undefined)(`openDevice${absent === undefined ? '' : `: ${absent}`}`, () => {
  it('takes the limits of the adapter, and says what it is', async () => {
    const gpu = await open();
    // More than WebGPU promises by default, and every adapter that we test on has more.
    expect(gpu.device.limits.maxBufferSize).toBeGreaterThan(256 * 2 ** 20);
    expect(gpu.device.limits.maxStorageBufferBindingSize).toBeGreaterThan(128 * 2 ** 20);
    expect(gpu.timestamps).toBe(gpu.device.features.has('timestamp-query'));
    expect(gpu.description).toMatch(/\w/);
    expect(gpu.owned).toBe(true);
    expect(gpu.lostReason()).toBeUndefined();
    gpu.dispose();
    gpu.dispose();
    await gpu.device.lost;
    expect(gpu.lostReason()).toMatch(/^it was destroyed/);
  });

  it('leaves a device of the caller alone', () =>
    onDevice(async ({ gpu }) => {
      const ours = await openDevice(gpu.device);
      if (typeof ours === 'string') throw new Error(ours);
      expect([ours.device, ours.owned, ours.description]).toEqual([gpu.device, false, gpu.description]);
      ours.dispose();
      const outcome = await Promise.race([gpu.device.lost, gpu.device.queue.onSubmittedWorkDone()]);
      expect(outcome ?? gpu.lostReason()).toBeUndefined();
    }));

  it('says that a device given is lost', async () => {
    const { device } = await open();
    device.destroy();
    await device.lost;
    expect(await openDevice(device)).toMatch(/^the device given is lost: it was destroyed/);
  });

  it('opens again after a device is gone', async () => {
    const first = await open();
    first.dispose();
    await onDevice(async ({ gpu }) => {
      await gpu.device.queue.onSubmittedWorkDone();
      expect(gpu.lostReason()).toBeUndefined();
    });
  });
});
