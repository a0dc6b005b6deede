import { describe, expect, it } from 'vitest';
import { parseNpyHeader } from '../src/npy-header.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('parseNpyHeader', () => {
  it('reads what numpy writes', () => {
    expect(parseNpyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }   \n", 10)).toEqual({
      descr: '<f4',
      fortranOrder: false,
      shape: [3, 4],
    });
  });

  it.each<[string, number[]]>([
    ['()', []],
    ['(3,)', [3]],
    ['( 3 , )', [3]],
    ['(0, 12)', [0, 12]],
    ['(1,2,3,)', [1, 2, 3]],
    ['(10L, 4L)', [10, 4]],
    ['(007,)', [7]],
    ['(9007199254740991,)', [Number.MAX_SAFE_INTEGER]],
  ])('reads the shape %s', (tuple, shape) => {
    expect(parseNpyHeader(`{"shape":${tuple},"fortran_order":True,"descr":"|u1"}`, 0)).toEqual({
      descr: '|u1',
      fortranOrder: true,
      shape,
    });
  });

  const rest = "'descr': '<f4', 'fortran_order': False";
  it.each<[string, RegExp]>([
    ['', /expected "\{"/],
    ["{'descr': '<f4'}", /lacks one of descr, fortran_order and shape/],
    [`{${rest}, 'shape': (3)}`, /a tuple of one is written "\(3,\)"/],
    [`{${rest}, 'shape': (3 4)}`, /expected a comma or the closing parenthesis/],
    [`{${rest}, 'shape': (-3,)}`, /expected a whole number ≥ 0/],
    [`{${rest}, 'shape': (3.5,)}`, /expected a comma or the closing parenthesis/],
    [`{${rest}, 'shape': (,)}`, /expected a whole number/],
    [`{${rest}, 'shape': (9007199254740992,)}`, /beyond 2\^53 - 1/],
    [`{${rest}, 'shape': (${'1'.repeat(400)},)}`, /beyond 2\^53 - 1/],
    [`{${rest}, 'shape': (${'1,'.repeat(65)})}`, /more than 64 dimensions/],
    [`{${rest}, 'shape': [3]}`, /expected "\("/],
    [`{${rest}, 'shape': (3,), 'descr': '<f8'}`, /"descr" is unknown or stands twice/],
    [`{${rest}, 'shape': (3,), 'x': 1}`, /"x" is unknown or stands twice/],
    [`{${rest}, 'shape': (3,)`, /expected a comma or the closing brace/],
    [`{${rest}, 'shape': (3,)} + 1`, /expected nothing but spaces/],
    [`{${rest} 'shape': (3,)}`, /expected a comma or the closing brace/],
    ["{'descr': '<f4', 'fortran_order': 0, 'shape': ()}", /expected True or False/],
    ["{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': ()}", /the type is structured/],
    ["{'descr': '<f4, 'fortran_order'", /expected a comma or the closing brace/],
    ["{'descr", /expected a closing quote/],
    ["{'descr': '\\x3cf4', 'fortran_order': False, 'shape': ()}", /without backslashes/],
    ["{descr: '<f4'}", /expected a key in quotes/],
    ["{'descr'", /expected ":"/],
    ['__import__("os")', /expected "\{"/],
  ])('refuses %j', (literal, message) => {
    const error = formatErrorOf(() => parseNpyHeader(literal, 10));
    expect(error.message).toMatch(message);
    expect(error.format).toBe('npy');
  });

  it('says at which byte', () => {
    expect(formatErrorOf(() => parseNpyHeader("{'shape': (3, x)}", 10)).position).toEqual({ byte: 24 });
  });
});
