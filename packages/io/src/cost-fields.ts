import type { CostInput } from '@rubato/core';
import { type ArrayLimits, floatsAt, wholesAt } from './array-fields.ts';
import { inWords, listAt, numberAt, objectAt, refuse, textAt, wholeAt, wordAt } from './json-fields.ts';
import type { JsonValue } from './json-value.ts';

type LocalCostSpecification = Extract<CostInput, { kind: 'features' }>['localCost'];

const KEYS = {
  dense: ['data'],
  banded: ['first', 'last', 'data'],
  gathered: ['classes', 'index', 'values'],
  features: ['dimension', 'localCost', 'x', 'y'],
} as const;

/** A cost of a problem file: every kind but `device`. */
export function costAt(value: JsonValue | undefined, path: string, limits: ArrayLimits): CostInput {
  const { kind: named } = objectAt(value, path, ['kind', 'shape', ...Object.values(KEYS).flat()]);
  const kind = wordAt(named, `${path}.kind`, Object.keys(KEYS) as (keyof typeof KEYS)[]);
  const fields = objectAt(value, path, ['kind', 'shape', ...KEYS[kind]]);
  const shape = shapeAt(fields['shape'], `${path}.shape`);
  const [batch, rows, columns] = shape;
  const at = (key: string): [JsonValue | undefined, string] => [fields[key], `${path}.${key}`];
  switch (kind) {
    case 'dense':
      return { kind, shape, data: floatsAt(...at('data'), shape, limits) };
    case 'banded': {
      const first = wholesAt(...at('first'), [batch, rows], limits);
      const last = wholesAt(...at('last'), [batch, rows], limits);
      const width = first.reduce((sum, from, row) => sum + Math.max(0, last[row] - from + 1), 0);
      return { kind, shape, first, last, data: floatsAt(...at('data'), [width], limits) };
    }
    case 'gathered': {
      const classes = wholeAt(...at('classes'), 1);
      const index = wholesAt(...at('index'), [batch, columns], limits);
      return { kind, shape, classes, index, values: floatsAt(...at('values'), [batch, rows, classes], limits) };
    }
    case 'features': {
      const dimension = wholeAt(...at('dimension'), 1);
      const localCost = localCostAt(...at('localCost'));
      const x = floatsAt(...at('x'), [batch, rows, dimension], limits);
      return { kind, shape, dimension, localCost, x, y: floatsAt(...at('y'), [batch, columns, dimension], limits) };
    }
  }
}

/** [rows, columns] stands for a batch of one. */
function shapeAt(value: JsonValue | undefined, path: string): readonly [number, number, number] {
  const sides = listAt(value, path).map((side, axis) => wholeAt(side, `${path}[${axis}]`, 1));
  if (sides.length === 2) return [1, sides[0], sides[1]];
  if (sides.length === 3) return [sides[0], sides[1], sides[2]];
  return refuse(path, `has ${sides.length} sides, not [rows, columns] or [batch, rows, columns]`);
}

function localCostAt(value: JsonValue | undefined, path: string): LocalCostSpecification {
  const fields = objectAt(value, path, ['name', 'parameters', 'terms']);
  const { parameters, terms } = fields;
  return {
    name: textAt(fields['name'], `${path}.name`),
    ...(parameters === undefined ? {} : { parameters: parametersAt(parameters, `${path}.parameters`) }),
    ...(terms === undefined ? {} : { terms: listAt(terms, `${path}.terms`).map((term, t) => termAt(term, `${path}.terms[${t}]`)) }),
  };
}

function parametersAt(value: JsonValue, path: string): Readonly<Record<string, number | string>> {
  const fields = objectAt(value, path, typeof value === 'object' && value !== null ? Object.keys(value) : []);
  for (const [name, parameter] of Object.entries(fields)) {
    if (typeof parameter !== 'number' && typeof parameter !== 'string') {
      refuse(`${path}.${name}`, `is ${inWords(parameter)}, not a number or a text`);
    }
  }
  return fields as Readonly<Record<string, number | string>>;
}

function termAt(value: JsonValue, path: string): NonNullable<LocalCostSpecification['terms']>[number] {
  const fields = objectAt(value, path, ['cost', 'weight', 'first', 'last']);
  const { first, last } = fields;
  return {
    cost: localCostAt(fields['cost'], `${path}.cost`),
    weight: numberAt(fields['weight'], `${path}.weight`),
    ...(first === undefined ? {} : { first: wholeAt(first, `${path}.first`, 0) }),
    ...(last === undefined ? {} : { last: wholeAt(last, `${path}.last`, 0) }),
  };
}
