// Sums of E by class, four rows at a time: a vector holds four rows of one label or class.

/** Adds four rows of the labels in blocks `first` to `last`. Sums of a class stand at twice its place among the factors. */
export function addLabels(alignments: usize, labels: usize, first: i32, last: i32, sums: usize): void {
  let at = alignments + (<usize>first << 6);
  let label = labels + (<usize>first << 6);
  const stop = alignments + (<usize>last << 6);
  for (; at <= stop; at += 64, label += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const t = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const u = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const v = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const w = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    const to0 = sums + (<usize>load<u32>(label) << 1);
    v128.store(to0, f32x4.add(v128.load(to0), v128.shuffle<i64>(t, v, 0, 2)));
    const to1 = sums + (<usize>load<u32>(label, 4) << 1);
    v128.store(to1, f32x4.add(v128.load(to1), v128.shuffle<i64>(t, v, 1, 3)));
    const to2 = sums + (<usize>load<u32>(label, 8) << 1);
    v128.store(to2, f32x4.add(v128.load(to2), v128.shuffle<i64>(u, w, 0, 2)));
    const to3 = sums + (<usize>load<u32>(label, 12) << 1);
    v128.store(to3, f32x4.add(v128.load(to3), v128.shuffle<i64>(u, w, 1, 3)));
  }
}

/** Writes the sums of `rows` ≤ 4 rows, times the upstream gradient, as rows of `classes` numbers, and sets the sums to 0. */
export function writeSums(sums: usize, classes: i32, upstream: f32, gradient: usize, rows: i32): void {
  const scale = f32x4.splat(upstream);
  const nothing = f32x4.splat(0);
  const rowBytes = <usize>classes << 2;
  let c = 0;
  if (rows == 4) {
    for (; c + 4 <= classes; c += 4) {
      const at = sums + (<usize>c << 4);
      const x = f32x4.mul(v128.load(at), scale);
      const y = f32x4.mul(v128.load(at, 16), scale);
      const z = f32x4.mul(v128.load(at, 32), scale);
      const s = f32x4.mul(v128.load(at, 48), scale);
      const t = v128.shuffle<i32>(x, y, 0, 4, 1, 5);
      const u = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
      const v = v128.shuffle<i32>(z, s, 0, 4, 1, 5);
      const w = v128.shuffle<i32>(z, s, 2, 6, 3, 7);
      const to = gradient + (<usize>c << 2);
      v128.store(to, v128.shuffle<i64>(t, v, 0, 2));
      v128.store(to + rowBytes, v128.shuffle<i64>(t, v, 1, 3));
      v128.store(to + 2 * rowBytes, v128.shuffle<i64>(u, w, 0, 2));
      v128.store(to + 3 * rowBytes, v128.shuffle<i64>(u, w, 1, 3));
      v128.store(at, nothing);
      v128.store(at, nothing, 16);
      v128.store(at, nothing, 32);
      v128.store(at, nothing, 48);
    }
  }
  for (; c < classes; c++) {
    const at = sums + (<usize>c << 4);
    for (let r: usize = 0; r < <usize>rows; r++) {
      store<f32>(gradient + (<usize>c << 2) + r * rowBytes, load<f32>(at + (r << 2)) * upstream);
    }
    v128.store(at, nothing);
  }
}

/** Adds four rows of the blanks, each the sum of a vector's lanes. */
export function addBlanks(rows: usize, to: usize): void {
  const a = v128.load(rows);
  const b = v128.load(rows, 16);
  const c = v128.load(rows, 32);
  const d = v128.load(rows, 48);
  const low = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 2, 6), v128.shuffle<i32>(a, b, 1, 5, 3, 7));
  const high = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 2, 6), v128.shuffle<i32>(c, d, 1, 5, 3, 7));
  const sums = f32x4.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
  v128.store(to, f32x4.add(v128.load(to), sums));
}

/** Sets the first of the four rows to 0, blanks included. */
export function clearRow(alignments: usize, first: i32, last: i32, blocks: i32): void {
  const nothing = f32x4.splat(0);
  for (let v = first; v <= last; v++) v128.store(alignments + (<usize>v << 6), nothing);
  v128.store(alignments + (<usize>blocks << 6), nothing);
}
