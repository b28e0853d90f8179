import { z } from "zod";
import { TillkitError } from "../errors.ts";

/** A point of a stroke, as the screen saw it: x to the right and y downwards, in CSS pixels. */
export type Point = readonly [x: number, y: number];

/** One line drawn without lifting the finger or pen. */
export type Stroke = readonly Point[];

/** The most points that all strokes may have together: a minute of drawing at 160 points a second. */
const MOST_POINTS = 10_000;

/** What a signature must have at least; a tap, a dot and a slip of the finger do not. Pixels. */
const LEAST_INK = 60;
const LEAST_SPREAD = 20;

const coordinate = z.number().min(-100_000).max(100_000);
const strokesSchema = z
  .array(
    z
      .array(z.tuple([coordinate, coordinate]))
      .min(1)
      .max(MOST_POINTS),
  )
  .max(500)
  .refine((strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0) <= MOST_POINTS, {
    message: `at most ${MOST_POINTS} points`,
  });

/**
 * Reads strokes, and makes sure that somebody has really drawn something.
 *
 * @throws TillkitError `invalid_request`, `signature_empty`
 */
export function parseStrokes(value: unknown): readonly Stroke[] {
  const parsed = strokesSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TillkitError("invalid_request", `sign: strokes: ${issue?.message ?? "not understood"}.`, {
      details: { path: ["strokes", ...(issue?.path ?? [])].join("."), issues: parsed.error.issues.length },
    });
  }
  const strokes = parsed.data;
  const ink = Math.round(strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0));
  const { width, height } = boundsOf(strokes);
  if (ink < LEAST_INK || Math.max(width, height) < LEAST_SPREAD)
    throw new TillkitError(
      "signature_empty",
      `That is no signature: ${ink} pixels of line, at least ${LEAST_INK} are needed. Ask the guest to sign again.`,
      { details: { ink, least: LEAST_INK } },
    );
  return strokes;
}

/** The rectangle around all points. */
export function boundsOf(strokes: readonly Stroke[]): {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
} {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes)
    for (const [x, y] of stroke) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  return left === Infinity
    ? { left: 0, top: 0, width: 0, height: 0 }
    : { left, top, width: right - left, height: bottom - top };
}

/** How much line a stroke has. */
function lengthOf(stroke: Stroke): number {
  let length = 0;
  let before: Point | undefined;
  for (const point of stroke) {
    if (before !== undefined) length += Math.hypot(point[0] - before[0], point[1] - before[1]);
    before = point;
  }
  return length;
}
