import type { Change } from "./listeners.ts";

/** What one process tells the others of a batch of commits. */
export interface Notice {
  /** Who tells: a process does not listen to itself. */
  readonly from: string;
  /** What changed; undefined where it did not fit, and must be looked up. */
  readonly changes: readonly Change[] | undefined;
}

/** Writes a notice within what NOTIFY can carry. */
export function noticeText({ from, changes = [] }: Notice): string {
  const text = JSON.stringify([from, changes.map(({ tenant, id, version }) => [tenant, id, version])]);
  return Buffer.byteLength(text) <= MAX_BYTES ? text : JSON.stringify([from]);
}

/** Reads a notice. Anything can be sent to a channel: what cannot be read says only that it is time to look. */
export function noticeOf(text: string | undefined): Notice {
  const [from, changes]: readonly unknown[] = listOf(text);
  return {
    from: typeof from === "string" ? from : "",
    changes: Array.isArray(changes) && changes.every(isChange) ? changes.map(changeOf) : undefined,
  };
}

// A payload must be shorter than 8000 bytes (PostgreSQL, NOTIFY).
const MAX_BYTES = 7_900;

function listOf(text = ""): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

type Written = readonly [tenant: string, id: string, version: number];

function isChange(value: unknown): value is Written {
  return (
    Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "string" && typeof value[2] === "number"
  );
}

function changeOf([tenant, id, version]: Written): Change {
  return { tenant, id, version };
}
