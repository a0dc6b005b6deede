import * as core from '@rubato/core';
import * as costs from '@rubato/costs';
import * as minimum from '@rubato/minimum';
import * as presets from '@rubato/presets';
import * as rubato from 'rubato';
import { describe, expect, it } from 'vitest';

describe('the front door', () => {
  it('shows what a user needs, and nothing else by accident', () => {
    expect(Object.keys(rubato).toSorted()).toEqual([
      'DeviceLostError',
      'DeviceMemoryError',
      'DisposedError',
      'InvalidArgumentError',
      'MemoryLimitError',
      'RubatoError',
      'UnavailableBackendError',
      'UnsupportedError',
      'backendNames',
      'ctcLoss',
      'dtw',
      'estimate',
      'feasibility',
      'localCosts',
      'minimumFunctions',
      'nearestNeighbours',
      'normaliseProblem',
      'openBackend',
      'pairwiseDistances',
      'prepareLocalCost',
      'presets',
      'softDtw',
      'solve',
      'toDense',
      'useBackend',
    ]);
  });

  it('hands on the very same things', () => {
    expect(rubato.normaliseProblem).toBe(core.normaliseProblem);
    expect(rubato.InvalidArgumentError).toBe(core.InvalidArgumentError);
    expect(rubato.localCosts).toBe(costs.localCosts);
    expect(rubato.minimumFunctions).toBe(minimum.minimumFunctions);
    expect(Object.keys(rubato.presets)).toEqual(Object.keys(presets));
  });
});
