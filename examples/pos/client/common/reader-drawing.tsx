import type { ReactElement } from "react";

/** What a drawn reader shows. */
export interface ReaderScreen {
  readonly look: "idle" | "ask" | "busy" | "good" | "bad" | "off";
  readonly amount?: string;
  readonly words: string;
}

/** A countertop card reader with its screen, as the guest sees it. Decoration: the words stand beside it. */
export function ReaderDrawing({ screen: { look, amount, words } }: { readonly screen: ReaderScreen }): ReactElement {
  return (
    <div className="reader" data-look={look} aria-hidden="true">
      <div className="reader-glass">
        <ReaderSign look={look} />
        {amount === undefined ? null : <span className="reader-amount">{amount}</span>}
        <span className="reader-words">{words}</span>
      </div>
      <div className="reader-slot" />
    </div>
  );
}

const signs: Readonly<Record<ReaderScreen["look"], ReactElement>> = {
  idle: (
    <path d="M14 22h22v7a10 10 0 0 1-10 10h-2a10 10 0 0 1-10-10zM36 25h2a4 4 0 0 1 0 8h-3M21 17c-2-2.5 2-3.5 0-6m8 6c-2-2.5 2-3.5 0-6" />
  ),
  ask: (
    <g>
      <path className="reader-wave" d="M17 19a13 13 0 0 1 0 12" />
      <path className="reader-wave" d="M23 15a21 21 0 0 1 0 20" />
      <path className="reader-wave" d="M29 11a29 29 0 0 1 0 28" />
    </g>
  ),
  busy: <path className="reader-turn" d="M25 10a15 15 0 1 1-13 7.5" />,
  good: <path d="m12 26 9 9 18-20" />,
  bad: <path d="m14 14 22 22m0-22L14 36" />,
  off: <path d="M10 20a22 22 0 0 1 30 0M16 27a13 13 0 0 1 18 0M25 35v.500M9 41 41 9" />,
};

function ReaderSign({ look }: { readonly look: ReaderScreen["look"] }): ReactElement {
  return (
    <svg
      viewBox="0 0 50 50"
      fill="none"
      stroke="currentColor"
      strokeWidth="3.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {signs[look]}
    </svg>
  );
}
