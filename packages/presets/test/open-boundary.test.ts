import type { Parameterization } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { ctc, dtw, openBegin, openEnd, subsequence, twoOneSoftDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';

describe('openBegin, openEnd, subsequence', () => {
  it('keep everything else of the base, which stays as it was', () => {
    const base = { ...twoOneSoftDtw({ temperature: 0.5 }), start: { multiplier: 3 } };
    expect(openBegin(base)).toEqual({ ...base, start: { multiplier: 3, set: 'firstRow' } });
    expect(openEnd(base, { within: 'rows' })).toEqual({ ...base, end: { set: 'lastColumn' } });
    expect(base.start).toEqual({ multiplier: 3 });
    expect(subsequence(dtw())).toEqual(openEnd(openBegin(dtw())));
    expect(subsequence(subsequence(dtw()), { endPenalty: 1 }).end).toEqual({ set: 'lastRow', penalty: 1 });
    expect(Object.isFrozen(subsequence(dtw()).start)).toBe(true);
  });

  it('refuse a base that does not run from corner to corner, and wrong options', () => {
    expect(() => subsequence(ctc([[1]]))).toThrow('base.start is "cells"; expected the corner, which alone can be opened to firstRow');
    expect(() => openEnd(ctc([[1], []]))).toThrow('base.end is "cells"');
    expect(() => openBegin(openBegin(dtw()), { within: 'rows' })).toThrow('base.start is "firstRow"');
    expect(() => openBegin({ ...dtw(), start: null as unknown as 'corner' })).toThrow(InvalidArgumentError);
    expect(() => subsequence(dtw(), { within: 'both' as 'rows' })).toThrow('within is "both"; expected one of columns, rows');
    expect(() => subsequence(undefined as unknown as Parameterization)).toThrow('base is undefined');
    expect(() => openEnd(dtw(), { inside: 'rows' } as object)).toThrow(InvalidArgumentError);
  });
});
