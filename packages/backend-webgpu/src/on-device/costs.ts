import type { DeviceCost, LatticeShape } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import type { LocalCost, LocalCostSpecification } from '@rubato/costs';
import { prepareLocalCost } from '@rubato/costs';
import { BufferUsage } from '../device/flags.ts';
import type { DeviceInput, DevicePlace } from '../lattice/source.ts';
import { makeHandle } from '../lattice/source.ts';

/** Float32 numbers in a buffer of the caller's, on the backend's device, with usage STORAGE. */
export type DeviceNumbers = GPUBuffer | { readonly buffer: GPUBuffer; /** A multiple of 4; default 0. */ readonly byteOffset?: number };

/** [N, M] stands for a batch of one. */
export type DeviceShape = readonly [rows: number, columns: number] | LatticeShape;

/** A cost matrix on the device, [B, N, M]. */
export interface DeviceDense {
  readonly data: DeviceNumbers;
  readonly shape: DeviceShape;
}

/** Costs by class on the device: values [B, N, K], and the class of each column, [B, M], on the host. */
export interface DeviceGathered {
  readonly values: DeviceNumbers;
  readonly shape: DeviceShape;
  readonly classes: number;
  readonly index: Int32Array;
}

/** Two sequences of features on the device, [B, N, D] and [B, M, D], and a local cost by name. */
export interface DeviceFeatures {
  readonly x: DeviceNumbers;
  readonly y: DeviceNumbers;
  readonly shape: DeviceShape;
  readonly dimension: number;
  readonly localCost: LocalCostSpecification;
}

function readShape(shape: DeviceShape): LatticeShape {
  const sides: unknown = shape;
  if (Array.isArray(sides) && (sides.length === 2 || sides.length === 3)) {
    const bad = sides.findIndex((side) => !(Number.isSafeInteger(side) && side >= 1 && side < 2 ** 31));
    if (bad < 0) return Object.freeze(sides.length === 2 ? ([1, sides[0], sides[1]] as const) : ([...sides] as unknown as LatticeShape));
    throw new InvalidArgumentError({
      argument: 'shape',
      index: [bad],
      found: String(sides[bad]),
      expected: 'a whole number of at least 1',
    });
  }
  throw new InvalidArgumentError({ argument: 'shape', found: String(shape), expected: '[rows, columns] or [batch, rows, columns]' });
}

/** No place for errors of the engine: a JavaScript caller may hand in anything. */
function checkCost(cost: unknown): void {
  if (typeof cost === 'object' && cost !== null) return;
  throw new InvalidArgumentError({ argument: 'cost', found: String(cost), expected: 'an object with buffers and a shape' });
}

function readPlace(argument: string, numbers: DeviceNumbers, count: number): DevicePlace {
  const given: unknown = numbers;
  const own = (typeof given === 'object' && given !== null && 'buffer' in given ? given : { buffer: given }) as {
    readonly buffer: GPUBuffer;
    readonly byteOffset?: number;
  };
  const { buffer, byteOffset = 0 } = own;
  if (typeof buffer?.size !== 'number' || typeof buffer.usage !== 'number') {
    throw new InvalidArgumentError({ argument, found: typeof buffer, expected: 'a GPUBuffer' });
  }
  if ((buffer.usage & BufferUsage.STORAGE) === 0) {
    throw new InvalidArgumentError({ argument, found: `a buffer with usage ${buffer.usage}`, expected: 'a buffer with usage STORAGE' });
  }
  if (!(Number.isSafeInteger(byteOffset) && byteOffset >= 0 && byteOffset % 4 === 0)) {
    throw new InvalidArgumentError({
      argument: `${argument}.byteOffset`,
      found: String(byteOffset),
      expected: 'a multiple of 4, at least 0',
    });
  }
  if (buffer.size < byteOffset + 4 * count) {
    const expected = `${4 * count} bytes from byte ${byteOffset} on`;
    throw new InvalidArgumentError({ argument, found: `a buffer of ${buffer.size} bytes`, expected });
  }
  return { buffer, byte: byteOffset };
}

function makeCost(device: GPUDevice, shape: LatticeShape, input: DeviceInput): DeviceCost {
  return Object.freeze({ kind: 'device', backend: 'webgpu', handle: makeHandle(device, input), shape, precision: 'float32' });
}

/** A problem's cost from a matrix on the device. */
export function denseCost(device: GPUDevice, cost: DeviceDense): DeviceCost {
  checkCost(cost);
  const { data, shape } = cost;
  const sides = readShape(shape);
  return makeCost(device, sides, { kind: 'dense', data: readPlace('data', data, sides[0] * sides[1] * sides[2]) });
}

/** A problem's cost from values by class on the device. */
export function gatheredCost(device: GPUDevice, cost: DeviceGathered): DeviceCost {
  checkCost(cost);
  const { values, shape, classes, index } = cost;
  const [batch, rows, columns] = readShape(shape);
  if (!(Number.isSafeInteger(classes) && classes >= 1)) {
    throw new InvalidArgumentError({ argument: 'classes', found: String(classes), expected: 'a whole number of at least 1' });
  }
  if (!(index instanceof Int32Array) || index.length !== batch * columns) {
    const found = index instanceof Int32Array ? `${index.length} numbers` : typeof index;
    throw new InvalidArgumentError({ argument: 'index', found, expected: `an Int32Array of ${batch * columns} classes` });
  }
  // Columns past an item's length may hold anything; they are told from the others in the kernels' description.
  const place = readPlace('values', values, batch * rows * classes);
  return makeCost(device, [batch, rows, columns], { kind: 'gathered', values: place, classes, index });
}

/** A problem's cost from two sequences of features on the device. */
export function featuresCost(device: GPUDevice, cost: DeviceFeatures, costs: Readonly<Record<string, LocalCost>>): DeviceCost {
  checkCost(cost);
  const { x, y, shape, dimension, localCost } = cost;
  const [batch, rows, columns] = readShape(shape);
  if (!(Number.isSafeInteger(dimension) && dimension >= 1)) {
    throw new InvalidArgumentError({ argument: 'dimension', found: String(dimension), expected: 'a whole number of at least 1' });
  }
  try {
    prepareLocalCost(localCost, dimension, costs);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError({ argument: 'localCost', found: error.message, expected: 'a local cost that the backend knows' });
  }
  const input: DeviceInput = {
    kind: 'features',
    x: readPlace('x', x, batch * rows * dimension),
    y: readPlace('y', y, batch * columns * dimension),
    dimension,
    localCost,
  };
  return makeCost(device, [batch, rows, columns], input);
}
