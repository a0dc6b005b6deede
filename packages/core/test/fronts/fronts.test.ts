import { describe, expect, it } from 'vitest';
import { cutIntoFronts } from '../../src/fronts/index.ts';
import type { Step } from '../../src/index.ts';

const cut = (rows: number, columns: number, steps: readonly Step[]) => cutIntoFronts({ rows, columns, steps });

describe('cutIntoFronts', () => {
  it('takes rows where every step advances a row, columns where every step advances a column', () => {
    const ctc: Step[] = [
      [1, 0],
      [1, 1],
      [1, 2],
    ];
    expect(cut(9, 4, ctc)).toMatchObject({ count: 9, length: 4, reach: 1 });
    expect(
      cut(
        4,
        9,
        ctc.map(([i, j]): Step => [j, i]),
      ),
    ).toMatchObject({ count: 9, length: 4, reach: 1 });
  });

  it('takes the shorter side where every step advances both', () => {
    const steps: Step[] = [
      [1, 1],
      [2, 1],
      [1, 2],
    ];
    expect(cut(5, 8, steps)).toMatchObject({ count: 5, length: 8 });
    expect(cut(8, 5, steps)).toMatchObject({ count: 5, length: 8 });
  });

  it('takes anti-diagonals, with places along the shorter side, else', () => {
    const steps: Step[] = [
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    expect(cut(3, 8, steps)).toMatchObject({ count: 10, length: 3 });
    expect(cut(8, 3, steps)).toMatchObject({ count: 10, length: 3 });
  });

  it.each<[number, number, Step[]]>([
    [
      4,
      6,
      [
        [1, 0],
        [0, 1],
        [1, 1],
        [2, 1],
      ],
    ],
    [
      6,
      4,
      [
        [1, 0],
        [0, 2],
      ],
    ],
    [
      5,
      3,
      [
        [1, 0],
        [1, 2],
      ],
    ],
    [
      3,
      5,
      [
        [0, 1],
        [2, 1],
      ],
    ],
  ])('gives each cell of a %i × %i lattice a place of its own, and steps come from earlier fronts', (rows, columns, steps) => {
    const fronts = cut(rows, columns, steps);
    const seen = new Set<number>();
    for (let n = 0; n < rows; n++) {
      for (let m = 0; m < columns; m++) {
        const [t, p] = [fronts.front(n, m), fronts.place(n, m)];
        expect(t >= 0 && t < fronts.count && p >= 0 && p < fronts.length).toBe(true);
        seen.add(t * fronts.length + p);
        steps.forEach(([i, j], s) => {
          if (n < i || m < j) return;
          expect(fronts.front(n - i, m - j)).toBe(t - fronts.moves[s].fronts);
          expect(fronts.place(n - i, m - j)).toBe(p - fronts.moves[s].places);
          expect(fronts.moves[s].fronts).toBeGreaterThan(0);
        });
      }
    }
    expect(seen.size).toBe(rows * columns);
  });
});
