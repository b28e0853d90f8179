import type { Point, Stroke } from "./strokes.ts";

/**
 * Leaves out points that a line between their neighbours passes within `tolerance` of (Ramer, Douglas and Peucker).
 *
 * Without recursion, so that no drawing can exhaust the stack.
 */
export function simplify(stroke: Stroke, tolerance: number): Stroke {
  const kept = new Set([0, stroke.length - 1]);
  const spans: (readonly [first: number, last: number])[] = [[0, stroke.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [first, last] = span;
    const farthest = farthestIn(stroke, first, last);
    if (farthest === undefined || farthest.distance <= tolerance) continue;
    kept.add(farthest.index);
    spans.push([first, farthest.index], [farthest.index, last]);
  }
  return stroke.filter((_point, index) => kept.has(index));
}

function farthestIn(
  stroke: Stroke,
  first: number,
  last: number,
): { readonly index: number; readonly distance: number } | undefined {
  const [from, to] = [stroke[first], stroke[last]];
  if (from === undefined || to === undefined) return undefined;
  let farthest: { readonly index: number; readonly distance: number } | undefined;
  for (let index = first + 1; index < last; index += 1) {
    const point = stroke[index];
    if (point === undefined) continue;
    const distance = distanceTo(point, from, to);
    if (farthest === undefined || distance > farthest.distance) farthest = { index, distance };
  }
  return farthest;
}

/** From a point to the line through two others; to the point that they are, where they are one. */
function distanceTo([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = Math.hypot(alongX, alongY);
  if (length === 0) return Math.hypot(x - fromX, y - fromY);
  return Math.abs(alongY * (x - fromX) - alongX * (y - fromY)) / length;
}
