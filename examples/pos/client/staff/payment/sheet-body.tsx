import type { CommandType } from "@tillkit/core";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import type { Reader } from "../shell/till-context.ts";
import { buttons, type ButtonName, type View } from "./wording.ts";

/** The state of a payment in words below a picture, and the buttons that are legal in it. */
export function SheetBody({
  picture,
  headline,
  detail,
  view,
  legal,
  locked,
  press,
  choice,
}: {
  /** What the guest sees, on the reader or on the phone. */
  readonly picture: ReactNode;
  readonly headline: string;
  readonly detail: string;
  readonly view: View;
  readonly legal: readonly CommandType[];
  readonly locked: ButtonName | undefined;
  press(name: ButtonName): void;
  /** Offers another reader for the next try. */
  readonly choice?: { readonly readers: readonly Reader[]; readonly reader: string; choose(id: string): void };
}): ReactElement {
  const main = useRef<HTMLButtonElement>(null);
  const shown = view.buttons.filter((name) => isLegal(name, legal));
  const first = shown[0];

  useEffect(() => {
    // The way on takes the focus; a button that calls something off never does by itself.
    if (first !== undefined && first !== "cancel") main.current?.focus();
  }, [first]);

  return (
    <>
      {picture}
      <div className="sheet-words" role={view.tone === "bad" || view.tone === "unsure" ? "alert" : "status"}>
        <h2 data-tone={view.tone}>{headline}</h2>
        <p>{detail}</p>
      </div>
      {choice && choice.readers.length > 1 ? (
        <div className="reader-choice sheet-choice">
          <label htmlFor="next-reader">Next try on</label>
          <select id="next-reader" value={choice.reader} onChange={({ target }) => choice.choose(target.value)}>
            {choice.readers.map(({ id, label, status }) => (
              <option key={id} value={id}>
                {label}
                {status === "offline" ? " · not connected" : ""}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      <div className="sheet-buttons">
        {shown.map((name, index) => (
          <button
            key={name}
            ref={index === 0 ? main : null}
            type="button"
            className={`button button-large ${index === 0 && name !== "cancel" ? "button-primary" : ""}`}
            aria-disabled={locked !== undefined}
            onClick={() => press(name)}
          >
            {locked === name ? "One moment…" : buttons[name].label}
          </button>
        ))}
      </div>
    </>
  );
}

function isLegal(name: ButtonName, legal: readonly CommandType[]): boolean {
  const { command } = buttons[name];
  return command === null || legal.includes(command);
}
