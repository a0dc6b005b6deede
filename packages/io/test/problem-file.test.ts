import type { CostInput, ProblemInput } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem, openReference, UnsupportedError } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJson, FileFormatError, readProblem, writeProblem } from '../src/index.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

const number = fc.oneof(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), fc.constantFrom(0, -0, 5e-324, 0.1, 1e-300));
const cellCost = fc.oneof({ weight: 5, arbitrary: number }, { weight: 1, arbitrary: fc.constant(Infinity) });

function floats(length: number, of: fc.Arbitrary<number>, precision: 'float32' | 'float64'): fc.Arbitrary<Float32Array | Float64Array> {
  return fc
    .array(of, { minLength: length, maxLength: length })
    .map((values) => (precision === 'float32' ? Float32Array.from(values) : Float64Array.from(values)));
}

interface Sizes {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly precision: 'float32' | 'float64';
}

function costs({ batch, rows, columns, precision }: Sizes): fc.Arbitrary<CostInput> {
  const shape = [batch, rows, columns] as const;
  const dense = floats(batch * rows * columns, cellCost, precision).map((data): CostInput => ({ kind: 'dense', shape, data }));
  const banded = fc.array(fc.nat(columns - 1), { minLength: batch * rows, maxLength: batch * rows }).chain((starts) => {
    const first = new Int32Array(batch * rows);
    for (let b = 0; b < batch; b++) first.set(Int32Array.from(starts.slice(b * rows, (b + 1) * rows)).toSorted(), b * rows);
    const last = new Int32Array(batch * rows).fill(columns - 1);
    const width = first.reduce((sum, from) => sum + columns - from, 0);
    return floats(width, cellCost, precision).map((data): CostInput => ({ kind: 'banded', shape, first, last, data }));
  });
  const gathered = fc
    .tuple(floats(batch * rows * 3, cellCost, precision), fc.array(fc.nat(2), { minLength: batch * columns, maxLength: batch * columns }))
    .map(([values, index]): CostInput => ({ kind: 'gathered', shape, classes: 3, index: Int32Array.from(index), values }));
  const localCost = fc.constantFrom(
    { name: 'squaredEuclidean' },
    { name: 'innerProduct', parameters: { offset: 2.5 } },
    {
      name: 'weightedSum',
      terms: [
        { cost: { name: 'cosine' }, weight: 2, last: 1 },
        { cost: { name: 'euclidean' }, weight: 0.5, first: 1 },
      ],
    },
  );
  const features = fc
    .tuple(floats(batch * rows * 2, number, precision), floats(batch * columns * 2, number, 'float64'), localCost)
    .map(([x, y, cost]): CostInput => ({ kind: 'features', shape, dimension: 2, localCost: cost, x, y }));
  return fc.oneof(dense, banded, gathered, features);
}

const steps = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const weight = fc.oneof(fc.double({ min: 0, max: 9, noNaN: true }), fc.constant(Infinity));

/** Problems that `normaliseProblem` takes, every optional property there or not. */
const problems: fc.Arbitrary<ProblemInput> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    precision: fc.constantFrom('float32' as const, 'float64' as const),
  })
  .chain((sizes) => {
    const { batch, rows, columns } = sizes;
    const perStep = fc.array(weight, { minLength: 3, maxLength: 3 });
    const table = fc
      .array(weight, { minLength: 3 * columns, maxLength: 3 * columns })
      .map((data) => ({ data: Float64Array.from(data), shape: [1, 1, columns, 3] as const }));
    const lengths = (most: number): fc.Arbitrary<Int32Array> =>
      fc.array(fc.nat(most), { minLength: batch, maxLength: batch }).map((list) => Int32Array.from(list));
    const range = Array.from({ length: rows }, (_, n) => Math.min(n, columns - 1));
    return fc.record(
      {
        cost: costs(sizes),
        steps: fc.constant(steps),
        minimum: fc.constantFrom('softmin', 'hardmin', 'sparsemin', 'smoothmin'),
        temperature: fc.oneof(fc.constant(0.5), fc.constant(Array.from({ length: batch }, (_, b) => b + 1))),
        precision: fc.constantFrom('float32' as const, 'float64' as const),
        stepWeights: fc.oneof(weight, perStep, table),
        stepPenalties: fc.oneof(number, perStep, table),
        start: fc.constantFrom('firstRow' as const, [[0, 0]] as const, { set: 'firstColumn' as const, penalty: 0.25 }),
        end: fc.constantFrom('lastColumn' as const, { multiplier: [1], penalty: { data: [Infinity], shape: [1, 1] as const } }),
        band: fc.constantFrom(
          { kind: 'sakoeChiba' as const, radius: 2.5 },
          { kind: 'itakura' as const, slope: Infinity },
          { kind: 'ranges' as const, first: new Int32Array(rows), last: range },
        ),
        rowLengths: lengths(rows),
        columnLengths: lengths(columns),
        columnClasses: fc.constant(new Int32Array(batch * columns).fill(7)),
      },
      { requiredKeys: ['cost', 'steps'] },
    ) as fc.Arbitrary<ProblemInput>;
  });

/** A problem without the freedom of how to say it: what counts for equality. */
function solved(input: ProblemInput): unknown {
  try {
    const problem = normaliseProblem(input);
    const { values, status } = openReference().solveSync(problem, { path: true });
    return { problem, values, status };
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

describe('writeProblem and readProblem', () => {
  it('give back the same problem, bit by bit, under every size of list', () => {
    let accepted = 0;
    fc.assert(
      fc.property(problems, fc.constantFrom(-1, 4, 1000), (problem, mostListed) => {
        const text = writeProblem(problem, { mostListed });
        const back = readProblem(text);
        const before = solved(problem);
        expect(solved(back)).toEqual(before);
        if (typeof before !== 'string') accepted++;
        expect(back.columnClasses).toEqual(problem.columnClasses);
        // The cost's arrays keep their type and every bit but the payload of NaN.
        expect(back.cost).toEqual(problem.cost);
        const again = writeProblem(back, { mostListed });
        expect(writeProblem(readProblem(again), { mostListed })).toBe(again);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(250);
  });

  it('write small float64 problems as lists that people read', () => {
    const cost = { kind: 'dense', data: Float64Array.of(0, -0, Infinity, 0.1), shape: [2, 2] } as const;
    const text = writeProblem({ cost, steps, band: { kind: 'sakoeChiba', radius: Infinity } });
    expect(text).toBe(
      '{"rubato":1,"steps":[[1,0],[0,1],[1,1]],"band":{"kind":"sakoeChiba","radius":"inf"},' +
        '"cost":{"kind":"dense","shape":[2,2],"data":[0,-0,"inf",0.1]}}\n',
    );
  });

  it('keep NaN in the padding', () => {
    const cost = { kind: 'dense', data: Float64Array.of(1, NaN), shape: [1, 2] } as const;
    const back = readProblem(writeProblem({ cost, steps, columnLengths: [1] }));
    expect(back.cost).toMatchObject({ data: Float64Array.of(1, NaN) });
    expect(openReference().solveSync(normaliseProblem(back), {}).values[0]).toBe(1);
  });

  it('refuse a cost on a device, and what JSON cannot hold', () => {
    const device = { kind: 'device', backend: 'webgpu', handle: {}, shape: [1, 1, 1], precision: 'float32' } as const;
    expect(() => writeProblem({ cost: device, steps })).toThrow(InvalidArgumentError);
    const cost = { kind: 'dense', data: new Float64Array(1), shape: [1, 1] } as const;
    expect(() => writeProblem({ cost, steps, minimum: (() => 1) as never })).toThrow(TypeError);
  });
});

type Loose = { [key: string]: unknown; cost: Record<string, unknown> };

describe('readProblem', () => {
  const plain = {
    rubato: 1,
    steps: [[1, 1]],
    cost: {
      kind: 'dense',
      shape: [2, 2],
      data: [
        [1, 9],
        [9, 1],
      ],
    },
  };

  it('reads what people write: nested lists, flat lists, a batch of one left out', () => {
    for (const data of [
      [
        [1, 9],
        [9, 1],
      ],
      [1, 9, 9, 1],
      [
        [
          [1, 9],
          [9, 1],
        ],
      ],
    ]) {
      const { cost } = readProblem(JSON.stringify({ ...plain, cost: { ...plain.cost, data } }));
      expect(cost).toEqual({ kind: 'dense', shape: [1, 2, 2], data: Float64Array.of(1, 9, 9, 1) });
    }
  });

  it('bounds the arrays before they are decoded', () => {
    expect(formatErrorOf(() => readProblem(JSON.stringify(plain), { maxBytes: 31 })).message).toContain('maxBytes');
    expect(readProblem(JSON.stringify(plain), { maxBytes: 32 }).steps).toEqual([[1, 1]]);
  });

  it.each<[string, (document: Loose) => void, string]>([
    ['another version', (d) => (d['rubato'] = 2), '"rubato" is 2, not 1'],
    ['no version', (d) => delete d['rubato'], '"rubato" is missing, not 1'],
    ['a misspelt key', (d) => (d['step'] = []), 'the problem has the unknown key "step"; known are rubato, steps'],
    ['no cost', (d) => delete (d as { cost?: unknown }).cost, 'cost is missing, not an object'],
    ['no steps', (d) => delete d['steps'], 'steps is missing, not a list'],
    ['a step that is no pair', (d) => (d['steps'] = [[1, 0], [1]]), 'steps[1] is a list of 1, not a pair'],
    ['half a step', (d) => (d['steps'] = [[1, 0.5]]), 'steps[0][1] is 0.5, not a whole number'],
    ['a cost of another kind', (d) => (d.cost['kind'] = 'device'), 'cost.kind is the text "device", not one of dense, banded'],
    ['a key of another kind', (d) => (d.cost['classes'] = 3), 'cost has the unknown key "classes"'],
    ['too few numbers', (d) => (d.cost['data'] = [1, 2, 3]), 'cost.data has the shape [3], not [1, 2, 2], or 4 numbers'],
    ['a ragged list', (d) => (d.cost['data'] = [[1, 2], [3]]), 'cost.data[1] has 1 items'],
    ['a text for numbers', (d) => (d.cost['data'] = 'many'), 'cost.data is the text "many", not numbers'],
    ['a huge shape', (d) => (d.cost['shape'] = [2147483647, 2147483647]), 'not [1, 2147483647, 2147483647]'],
    ['a shape of one', (d) => (d.cost['shape'] = [4]), 'cost.shape has 1 sides'],
    ['a side of 0', (d) => (d.cost['shape'] = [0, 2]), 'cost.shape[0] is 0, not a whole number from 1'],
    ['a minimum that is no text', (d) => (d['minimum'] = 1), 'minimum is 1, not a text'],
    ['a precision of its own', (d) => (d['precision'] = 'float16'), 'precision is the text "float16"'],
    ['a weight table without shape', (d) => (d['stepWeights'] = { data: [1] }), 'stepWeights.shape is missing'],
    ['a weight table of two axes', (d) => (d['stepWeights'] = { data: [1], shape: [1, 1] }), 'stepWeights.shape has 2 sides, not 4'],
    ['an unknown set', (d) => (d['start'] = 'middle'), 'start is the text "middle", not one of corner'],
    ['a cell of one number', (d) => (d['end'] = [[1]]), 'end[0] is a list of 1, not a pair [row, column]'],
    ['a band of two kinds', (d) => (d['band'] = { kind: 'itakura', slope: 2, radius: 3 }), 'band has the unknown key "radius"'],
    ['a length that is no whole number', (d) => (d['rowLengths'] = [1.5]), 'rowLengths: number 0 (from 0) is 1.5'],
    [
      'a parameter that is a list',
      (d) => {
        d.cost = {
          kind: 'features',
          shape: [1, 1],
          dimension: 1,
          localCost: { name: 'huber', parameters: { delta: [1] } },
          x: [1],
          y: [1],
        };
      },
      'cost.localCost.parameters.delta is a list of 1, not a number or a text',
    ],
    ['integers where fractions belong', (d) => (d.cost['data'] = { dtype: 'uint8', shape: [2, 2], base64: 'AAAAAA==' }), 'not of float32'],
  ])('refuses %s and says where', (_name, change, message) => {
    const document = structuredClone(plain) as Loose;
    change(document);
    expect(formatErrorOf(() => readProblem(JSON.stringify(document))).message).toContain(message);
  });

  it('throws nothing but typed errors on damaged files, and nothing that it accepts crashes', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(problems, fc.array(fc.tuple(fc.nat(), anyDamage), { minLength: 1, maxLength: 3 }), (problem, damages) => {
        const document = JSON.parse(writeProblem(problem)) as Node;
        for (const [place, damage] of damages) spoil(document, place, structuredClone(damage));
        try {
          const back = readProblem(JSON.stringify(document));
          accepted++;
          const { values } = openReference().solveSync(normaliseProblem(back), { gradient: true });
          expect(values.some(Number.isNaN)).toBe(false);
        } catch (error) {
          if (!(error instanceof FileFormatError || error instanceof InvalidArgumentError || error instanceof UnsupportedError))
            throw error;
          refused++;
        }
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(1000);
    expect(accepted).toBeGreaterThan(100);
  });

  it('refuses cut texts', () => {
    const text = writeProblem({ cost: { kind: 'dense', data: Float32Array.of(1, 2), shape: [1, 2] }, steps });
    for (let length = 0; length < text.trimEnd().length; length++) formatErrorOf(() => readProblem(text.slice(0, length)));
    expect(decodeJson(text)).toMatchObject({ rubato: 1 });
  });
});

const anyDamage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, '', 'inf', 'nan', [], {}, [[]], -1, 0.5, 1e300, 2 ** 31, 'softmin', 'firstRow', [[0, 0]], { base64: '' }),
  fc.integer({ min: 0, max: 5 }),
  fc.constant(undefined),
);

type Node = Record<string, unknown> | unknown[];

/** Replaces (or removes) one value somewhere in a document, chosen by a number. */
function spoil(document: Node, place: number, damage: unknown): void {
  const spots: [Node, string][] = [];
  const walk = (node: Node): void => {
    for (const key of Object.keys(node)) {
      spots.push([node, key]);
      const child = (node as Record<string, unknown>)[key];
      if (typeof child === 'object' && child !== null) walk(child as Node);
    }
  };
  walk(document);
  const [node, key] = spots[place % spots.length];
  if (damage === undefined && !Array.isArray(node)) delete node[key];
  else (node as Record<string, unknown>)[key] = damage;
}
