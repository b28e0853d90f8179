/** A transition table, as the core exports it. */
export type Transitions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Draws a transition table as a Mermaid state diagram.
 *
 * One arrow for each pair of statuses, with everything that can lead along it. What leaves a status as it is, is not drawn.
 */
export function stateDiagram(transitions: Transitions): string {
  const statuses = Object.keys(transitions);
  const arrows = statuses.flatMap((from) => [...arrowsFrom(from, transitions[from] ?? {})]);
  const [first = ""] = statuses;
  const lines = arrows.map(([from, to, inputs]) => `    ${from} --> ${to} : ${inputs.join(", ")}`);
  return ["```mermaid", "stateDiagram-v2", `    [*] --> ${first}`, ...lines, "```"].join("\n");
}

function arrowsFrom(
  from: string,
  row: Readonly<Record<string, readonly string[]>>,
): readonly (readonly [string, string, readonly string[]])[] {
  const byTarget = new Map<string, string[]>();
  for (const [input, targets] of Object.entries(row))
    for (const to of targets) if (to !== from) byTarget.set(to, [...(byTarget.get(to) ?? []), input]);
  return [...byTarget].map(([to, inputs]) => [from, to, inputs] as const);
}
