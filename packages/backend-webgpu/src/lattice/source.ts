import type { AlignmentProblem } from '@rubato/core';
import type { FloatArray, LocalCost, LocalCostSpecification, PreparedCost } from '@rubato/costs';
import { prepareLocalCost } from '@rubato/costs';

/** A place in a buffer of the caller's, in bytes. */
export interface DevicePlace {
  readonly buffer: GPUBuffer;
  readonly byte: number;
}

/** What the handle of a `device` cost holds. */
export type DeviceInput =
  | { readonly kind: 'dense'; readonly data: DevicePlace }
  | { readonly kind: 'gathered'; readonly values: DevicePlace; readonly classes: number; readonly index: Int32Array }
  | {
      readonly kind: 'features';
      readonly x: DevicePlace;
      readonly y: DevicePlace;
      readonly dimension: number;
      readonly localCost: LocalCostSpecification;
    };

/** Numbers of a cost: the caller's array, or a place on the device. */
export type Numbers = FloatArray | DevicePlace;

/** Where a problem's costs come from, on the host or on the device. */
export type CostSource =
  | { readonly kind: 'dense' | 'banded'; readonly data: Numbers }
  | { readonly kind: 'gathered'; readonly values: Numbers; readonly classes: number; readonly index: Int32Array }
  | { readonly kind: 'features'; readonly x: Numbers; readonly y: Numbers; readonly prepared: PreparedCost; readonly local: string };

const handles = new WeakMap<object, { readonly device: GPUDevice; readonly input: DeviceInput }>();

/** A handle for `device` costs; whoever holds it cannot look inside. */
export function makeHandle(device: GPUDevice, input: DeviceInput): object {
  const handle = Object.freeze({});
  handles.set(handle, { device, input });
  return handle;
}

/** What a handle stands for, or undefined for a stranger's. */
export function inputOf(handle: unknown): DeviceInput | undefined {
  return entryOf(handle)?.input;
}

/** The device that a handle's buffers are on. */
export function deviceOf(handle: unknown): GPUDevice | undefined {
  return entryOf(handle)?.device;
}

function entryOf(handle: unknown): { readonly device: GPUDevice; readonly input: DeviceInput } | undefined {
  return typeof handle === 'object' && handle !== null ? handles.get(handle) : undefined;
}

/** Reads the source of a problem's costs. */
export function costSource({ cost }: AlignmentProblem, costs: Readonly<Record<string, LocalCost>>): CostSource {
  const own = cost.kind === 'device' ? inputOf(cost.handle)! : cost;
  if (own.kind !== 'features') return own;
  const local = JSON.stringify([own.localCost, own.dimension]);
  return { kind: 'features', x: own.x, y: own.y, prepared: prepareLocalCost(own.localCost, own.dimension, costs), local };
}

export function isPlace(numbers: Numbers): numbers is DevicePlace {
  return 'buffer' in numbers && 'byte' in numbers;
}
