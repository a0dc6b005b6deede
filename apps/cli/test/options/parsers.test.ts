import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { parseAxis } from '../../src/options/parse-axis.ts';
import { parseBand } from '../../src/options/parse-band.ts';
import { parseBytes } from '../../src/options/parse-bytes.ts';
import { checkCost, costNames, parseCost } from '../../src/options/parse-cost.ts';
import { parseLengths } from '../../src/options/parse-lengths.ts';
import { positiveNumber, wholeNumber } from '../../src/options/parse-number.ts';
import { parseRates } from '../../src/options/parse-rate.ts';
import { parseSteps, parseWeights } from '../../src/options/parse-steps.ts';

function refused(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('expected a UsageError');
}

describe('parseBytes', () => {
  it.each([
    ['1', 1],
    ['300M', 300 * 2 ** 20],
    ['2G', 2 ** 31],
    ['1.5GiB', 1.5 * 2 ** 30],
    ['10 kib', 10240],
    ['300MB', 3e8],
    ['4096B', 4096],
    ['1T', 2 ** 40],
  ])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(['', 'M', '0', '-1', '3X', '0x10', '1e3', '1iB', '0.1'])('refuses %j', (text) => {
    expect(refused(() => parseBytes(text))).toBe(`--max-bytes is '${text}'; give a size such as 300M or 2G`);
  });
});

describe('parseCost', () => {
  it('reads a name and parameters, numbers as numbers', () => {
    expect(parseCost('cosine')).toEqual({ name: 'cosine' });
    expect(parseCost('innerProduct:offset=-2.5e1')).toEqual({ name: 'innerProduct', parameters: { offset: -25 } });
    const likelihood = parseCost('negativeLogLikelihood:input=logits, rests=free');
    expect(likelihood).toEqual({ name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: 'free' } });
    expect(() => checkCost(likelihood, 3)).not.toThrow();
  });

  it('refuses unknown names with the known ones, and what is no parameter', () => {
    expect(refused(() => parseCost('cosin'))).toBe(`--cost: there is no local cost 'cosin'; there are ${costNames.join(', ')}`);
    expect(costNames).toContain('squaredEuclidean');
    expect(refused(() => parseCost('constructor'))).toContain("no local cost 'constructor'");
    expect(refused(() => parseCost('huber:delta'))).toBe("--cost huber:delta: 'delta' is not parameter=value");
    expect(refused(() => parseCost('huber:=1'))).toContain('not parameter=value');
    expect(refused(() => parseCost('huber:delta=1,delta=2'))).toContain('stands twice');
    expect(refused(() => parseCost('weightedSum'))).toContain('rubato solve');
    expect(refused(() => checkCost(parseCost('huber:width=1'), 2))).toContain("--cost: local cost 'huber': unknown parameter 'width'");
    expect(refused(() => checkCost(parseCost('innerProduct:offset=inf'), 2))).toContain("parameter 'offset' must be a finite number");
  });
});

describe('parseSteps and parseWeights', () => {
  it('read pairs and names', () => {
    expect(parseSteps('1,0 0,1 1,1')).toEqual([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(parseSteps(' 2,1;1,2 ')).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(parseSteps('dtw')).toEqual([
      [1, 1],
      [1, 0],
      [0, 1],
    ]);
    expect(parseSteps('soft-dtw')).toEqual([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(parseSteps('two-one')).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
    ]);
    expect(parseWeights('1 1, 2')).toEqual([1, 1, 2]);
    expect(parseWeights('0.5 inf')).toEqual([0.5, Infinity]);
  });

  it.each(['1', '1,x', '1,2,3', '1.5,1', 'toString', '1,0 diagonal'])('refuses the steps %j', (text) => {
    expect(refused(() => parseSteps(text))).toMatch(
      /^--steps: '.*' is not a pair of whole numbers; give pairs "1,0 0,1 1,1" or one of dtw, soft-dtw, two-one$/,
    );
  });

  it('refuse what is empty or no number', () => {
    expect(refused(() => parseSteps(' '))).toContain('--steps is empty');
    expect(refused(() => parseWeights(''))).toContain('--weights is empty');
    expect(refused(() => parseWeights('1 -1'))).toContain("--weights: '-1' is not a weight");
    expect(refused(() => parseWeights('1 one'))).toContain("--weights: 'one' is not a weight");
  });
});

describe('the other options', () => {
  it('read what they say', () => {
    expect(parseBand('sakoe-chiba:20')).toEqual({ kind: 'sakoeChiba', radius: 20 });
    expect(parseBand('sakoe-chiba:inf')).toEqual({ kind: 'sakoeChiba', radius: Infinity });
    expect(parseBand('itakura:2')).toEqual({ kind: 'itakura', slope: 2 });
    expect(parseRates('50')).toEqual({ rows: 50, columns: 50 });
    expect(parseRates('50, 43.066')).toEqual({ rows: 50, columns: 43.066 });
    expect([parseAxis('0'), parseAxis('1')]).toEqual([0, 1]);
    expect(parseLengths('10 20')).toEqual([10, 20]);
    expect(positiveNumber('--gamma', '0.1')('1e-3')).toBe(0.001);
    expect(wholeNumber('--rotate', -Infinity)('-3')).toBe(-3);
  });

  it.each([
    ...['sakoe-chiba', 'sakoe-chiba:', 'sakoe-chiba:-1', 'itakura:0.5', 'itakura:2:3', 'wide:3'].map(
      (text) => [() => parseBand(text), '--band'] as const,
    ),
    ...['0', '-1', 'x', '1,2,3', 'inf', ''].map((text) => [() => parseRates(text), '--rate'] as const),
    ...['2', 'rows', ''].map((text) => [() => parseAxis(text), '--axis'] as const),
    ...['', '1.5', '-1', 'x'].map((text) => [() => parseLengths(text), '--lengths'] as const),
    ...['0', '-1', 'inf', 'nan', '1 2', ''].map((text) => [() => positiveNumber('--gamma', '0.1')(text), '--gamma'] as const),
    ...['0.5', 'x', ''].map((text) => [() => wholeNumber('--blank', 0)(text), '--blank'] as const),
  ])('%o is refused by the name of the option', (parse, option) => {
    expect(refused(parse)).toMatch(new RegExp(`^${option}\\b.*give`));
  });
});
