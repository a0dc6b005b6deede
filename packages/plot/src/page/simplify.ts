/** A point of a drawing. */
export type Point = readonly [x: number, y: number];

/**
 * A polyline with fewer points, none of whose points left out lies further than `tolerance` from it.
 *
 * Half of the tolerance goes to merging neighbours first. Curves that go up and down within a pixel stay long: see {@link thin}.
 * Source: Douglas & Peucker, "Algorithms for the reduction of the number of points required to represent a digitized line or its
 * caricature", Cartographica 10(2), 1973.
 */
export function simplify(points: readonly Point[], tolerance: number): readonly Point[] {
  const apart = mergeNear(points, tolerance / 4);
  if (apart.length < 3) return apart;
  const keep = new Uint8Array(apart.length);
  keep[0] = 1;
  keep[apart.length - 1] = 1;
  const open: [number, number][] = [[0, apart.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let furthest = -1;
    let most = tolerance / 2;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToSegment(apart[i], apart[from], apart[to]);
      if (distance <= most) continue;
      most = distance;
      furthest = i;
    }
    if (furthest < 0) continue;
    keep[furthest] = 1;
    open.push([from, furthest], [furthest, to]);
  }
  return apart.filter((_, i) => keep[i] === 1);
}

/** A curve has no more points than this in a pixel's width. */
const POINTS_A_PIXEL = 4;

/**
 * A curve whose points run to the right, with at most four of them in each pixel's width: the first, the highest, the lowest and the
 * last. Lines through them paint the same pixels.
 * Source: Jugel, Jerzak, Hackenbroich & Markl, "M4: a visualization-oriented time series data aggregation", VLDB 2014.
 */
export function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= POINTS_A_PIXEL) return points;
  const kept: Point[] = [];
  for (let from = 0; from < points.length;) {
    const column = Math.floor(points[from][0]);
    let [to, highest, lowest] = [from, from, from];
    for (; to < points.length && Math.floor(points[to][0]) === column; to++) {
      if (points[to][1] < points[highest][1]) highest = to;
      if (points[to][1] > points[lowest][1]) lowest = to;
    }
    const chosen = new Set([from, Math.min(highest, lowest), Math.max(highest, lowest), to - 1]);
    for (const i of chosen) kept.push(points[i]);
    from = to;
  }
  return kept;
}

/** Leaves out points that lie near the last one kept; first and last stay. */
function mergeNear(points: readonly Point[], distance: number): readonly Point[] {
  if (points.length < 2) return points;
  const kept = [points[0]];
  for (const point of points) {
    const last = kept[kept.length - 1];
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= distance) kept.push(point);
  }
  const end = points[points.length - 1];
  if (kept.length > 1) kept[kept.length - 1] = end;
  else kept.push(end);
  return kept;
}

function distanceToSegment([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
