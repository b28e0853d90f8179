import { simplify } from "./simplify.ts";
import { boundsOf, type Point, type Stroke } from "./strokes.ts";

/** The longer side of a drawing, in its own units. */
const SIDE = 800;
const MARGIN = 10;
const PEN = 6;

/** How far a line may be from where it was drawn, to begin with. */
const FINEST = 0.5;

/** A signature is kept in the payment's own record, so it has to stay small. Bytes. */
const MOST_BYTES = 12 * 1024;

/**
 * Draws strokes as an SVG document: the same strokes give the same document, wherever on the screen and however large they were.
 *
 * Detail is given up, a little at a time, until the document is small enough.
 */
export function drawStrokes(strokes: readonly Stroke[]): string {
  const placed = place(strokes);
  const drawn = (tolerance: number): string => document(placed.map((stroke) => simplify(stroke, tolerance)));
  let tolerance = FINEST;
  let drawing = drawn(tolerance);
  // Ends: at the latest when each of the strokes, of which there are 500 at most, is a straight line.
  while (drawing.length > MOST_BYTES) {
    tolerance *= 1.5;
    drawing = drawn(tolerance);
  }
  return drawing;
}

/** Moves strokes to the corner and to one size, on whole units. */
function place(strokes: readonly Stroke[]): readonly Stroke[] {
  const { left, top, width, height } = boundsOf(strokes);
  const scale = SIDE / Math.max(width, height, 1);
  const unit = (value: number, from: number): number => Math.round((value - from) * scale) + MARGIN;
  return strokes.map((stroke) => withoutRepeats(stroke.map(([x, y]): Point => [unit(x, left), unit(y, top)])));
}

function withoutRepeats(stroke: Stroke): Stroke {
  return stroke.filter(([x, y], index) => {
    const before = stroke[index - 1];
    return before === undefined || before[0] !== x || before[1] !== y;
  });
}

function document(strokes: readonly Stroke[]): string {
  const { left, top, width, height } = boundsOf(strokes);
  const box = `0 0 ${left + width + MARGIN} ${top + height + MARGIN}`;
  const path = strokes.map(pathOf).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">` +
    `<path d="${path}" fill="none" stroke="#000" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round"/></svg>`
  );
}

/** A stroke as a path: where it begins, and from there each step. A dot is a step of nothing, which a round pen shows. */
function pathOf(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return "";
  if (rest.length === 0) return `M${first[0]} ${first[1]}l0 0`;
  let [x, y] = first;
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${nextX - x} ${nextY - y}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${first[0]} ${first[1]}l${steps.join(" ")}`;
}
