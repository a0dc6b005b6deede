import type { BoundaryInput, BoundaryTableInput, Cell, StepTableInput } from '@rubato/core';
import { type ArrayLimits, floatsAt, numbersAt } from './array-fields.ts';
import { listAt, objectAt, refuse, wholeAt, wordAt } from './json-fields.ts';
import { isNumericArray } from './numeric-array.ts';
import type { JsonValue } from './json-value.ts';

const SETS = ['corner', 'firstRow', 'lastRow', 'firstColumn', 'lastColumn'] as const;

/** One number, one number a step, or `{ data, shape: [B|1, N|1, M|1, S|1] }`. */
export function stepTableAt(value: JsonValue, path: string, limits: ArrayLimits): StepTableInput {
  return tableAt(value, path, 4, limits) as StepTableInput;
}

/** The name of a set, a list of cells, or an object with one of them and penalties. */
export function boundaryAt(value: JsonValue, path: string, limits: ArrayLimits): BoundaryInput {
  if (typeof value === 'string') return wordAt(value, path, SETS);
  if (Array.isArray(value)) return cellsAt(value, path);
  const fields = objectAt(value, path, ['set', 'cells', 'cellsOfItem', 'multiplier', 'penalty']);
  const { set, cells, cellsOfItem, multiplier, penalty } = fields;
  const table = (input: JsonValue, name: string): BoundaryTableInput => tableAt(input, `${path}.${name}`, 2, limits) as BoundaryTableInput;
  return {
    ...(set === undefined ? {} : { set: wordAt(set, `${path}.set`, SETS) }),
    ...(cells === undefined ? {} : { cells: cellsAt(cells, `${path}.cells`) }),
    ...(cellsOfItem === undefined
      ? {}
      : {
          cellsOfItem: listAt(cellsOfItem, `${path}.cellsOfItem`).map((list, b) => cellsAt(list, `${path}.cellsOfItem[${b}]`)),
        }),
    ...(multiplier === undefined ? {} : { multiplier: table(multiplier, 'multiplier') }),
    ...(penalty === undefined ? {} : { penalty: table(penalty, 'penalty') }),
  };
}

function cellsAt(value: JsonValue, path: string): readonly Cell[] {
  return listAt(value, path).map((cell, k) => {
    const pair = listAt(cell, `${path}[${k}]`);
    if (pair.length !== 2) refuse(`${path}[${k}]`, `is a list of ${pair.length}, not a pair [row, column]`);
    // Negative ones count from the item's own end.
    return [wholeAt(pair[0], `${path}[${k}][0]`, -(2 ** 31)), wholeAt(pair[1], `${path}[${k}][1]`, -(2 ** 31))] as const;
  });
}

function tableAt(
  value: JsonValue,
  path: string,
  axes: number,
  limits: ArrayLimits,
): number | number[] | { data: Float32Array | Float64Array; shape: readonly number[] } {
  if (typeof value === 'number') return value;
  if (Array.isArray(value) || isNumericArray(value)) return numbersAt(value, path, limits);
  const fields = objectAt(value, path, ['data', 'shape']);
  const shape = listAt(fields['shape'], `${path}.shape`).map((side, axis) => wholeAt(side, `${path}.shape[${axis}]`, 1));
  if (shape.length !== axes) refuse(`${path}.shape`, `has ${shape.length} sides, not ${axes}`);
  return { data: floatsAt(fields['data'], `${path}.data`, shape, limits), shape };
}
