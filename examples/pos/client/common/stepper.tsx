import type { ReactElement } from "react";
import { Icon } from "./icons.tsx";

/** One fewer, how many, one more. */
export function Stepper({
  name,
  quantity,
  add,
}: {
  readonly name: string;
  readonly quantity: number;
  add(by: 1 | -1): void;
}): ReactElement {
  return (
    <span className="stepper">
      <button type="button" aria-label={`One ${name} fewer`} onClick={() => add(-1)}>
        <Icon name="minus" />
      </button>
      <output aria-label={`${name}: ${quantity}`}>{quantity}</output>
      <button type="button" aria-label={`One more ${name}`} onClick={() => add(1)}>
        <Icon name="plus" />
      </button>
    </span>
  );
}
