import type { ReactElement } from "react";

const paths = {
  counter: "M4 10h16M6 10V6a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v4M5 10l1 8a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2l1-8M10 14h4",
  tables: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2M14 18v2M18 18h2v2h-2z",
  orders: "M7 3h10a1 1 0 0 1 1 1v17l-3-2-3 2-3-2-3 2V4a1 1 0 0 1 1-1zM9 8h6M9 12h6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.5 16.5 21 21",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M5 12.5 10 17.5 19.5 7",
  cross: "M6 6l12 12M18 6 6 18",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  question: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4M12 16.8v.4",
  undo: "M5 10h9a5 5 0 0 1 0 10h-3M5 10l4-4M5 10l4 4",
  turn: "M19.5 12a7.5 7.5 0 1 1-2.2-5.300L20 9.500M20 4.500v5h-5",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  out: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  back: "M19 12H5M11 6l-6 6 6 6",
  print: "M7 9V3h10v6M7 18H4v-8a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v8h-3M7 14h10v7H7z",
  wave: "M4 14c2-6 14-6 16 0M7.5 16.5c1.5-3.4 7.5-3.4 9 0M11 19h2",
  hand: "M9 11V5a1.5 1.5 0 0 1 3 0v5M12 10V4a1.5 1.5 0 0 1 3 0v6M15 10.500V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-1.8-3.200a1.5 1.5 0 0 1 2.6-1.500L9 15",
  card: "M3 6h18v12H3zM3 10h18M6.5 14.500h4",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  basket: "M4 9h16l-1.5 10a1.5 1.5 0 0 1-1.5 1H7a1.5 1.5 0 0 1-1.5-1zM8 9l4-6 4 6",
} as const;

/** The names of the icons. */
export type IconName = keyof typeof paths;

/** A line icon in the colour of the text around it. Always beside a word or a label: hidden from screen readers. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
