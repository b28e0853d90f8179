import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import type { ActionName, View } from "./actions.ts";

/** The state of a payment in words below a picture, and the buttons that are legal in it. */
export function SheetBody({
  picture,
  where,
  view: { headline, detail, tone, actions },
  locked,
  press,
}: {
  /** What the guest sees, on the reader or on the phone. */
  readonly picture: ReactNode;
  /** On which reader, and for which time. */
  readonly where: string | undefined;
  readonly view: View;
  readonly locked: string | undefined;
  press(name: ActionName): void;
}): ReactElement {
  const main = useRef<HTMLButtonElement>(null);
  const first = actions[0]?.name;

  useEffect(() => {
    // The way on takes the focus; a button that calls something off never does by itself.
    if (first !== undefined && first !== "cancel") main.current?.focus();
  }, [first]);

  return (
    <>
      {picture}
      <div className="sheet-words" role={tone === "bad" || tone === "unsure" ? "alert" : "status"}>
        <h2 data-tone={tone}>{headline}</h2>
        <p>{detail}</p>
        {where === undefined ? null : <p className="sheet-where">{where}</p>}
      </div>
      <div className="sheet-buttons">
        {actions.map(({ name, label }, index) => (
          <button
            key={name}
            ref={index === 0 ? main : null}
            type="button"
            className={`button button-large ${index === 0 && label !== "Cancel" ? "button-primary" : ""}`}
            aria-disabled={locked !== undefined}
            onClick={() => press(name)}
          >
            {locked === name ? "One moment…" : label}
          </button>
        ))}
      </div>
    </>
  );
}
