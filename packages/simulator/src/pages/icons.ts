import type { Html } from "./html.ts";

/** A drawing on a grid of 24, as large as it is told to be. It says nothing to a screen reader. */
export function icon(name: keyof typeof paths, size = 20): Html {
  return {
    markup: `<svg aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 24 24">${paths[name]}</svg>`,
  };
}

const paths = {
  back: '<path d="M19 12H5m6-6-6 6 6 6"/>',
  bank: '<path d="M4 10h16L12 4Zm1 9h14M7 10v9m5-9v9m5-9v9"/>',
  cart: '<path d="M3 4h2l2.5 11h10L20 7H6M9 20h.01M16 20h.01"/>',
  check: '<path d="m5 13 4.5 4.5L19 7"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
  cross: '<path d="m6 6 12 12M18 6 6 18"/>',
  offline: '<path d="M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.7m5.5.9a10 10 0 0 1 3.5 1.8M12 20h.01"/>',
  pin: '<path d="M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01"/>',
  question: '<path d="M9 9a3 3 0 1 1 4 2.8c-.7.4-1 .9-1 1.7v.5m0 3.5h.01"/>',
  shield: '<path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6Zm-3 9 2 2 4-4"/>',
  waves: '<path d="M7 9.5a5 5 0 0 1 0 5M10.5 7a9 9 0 0 1 0 10M14 4.5a14 14 0 0 1 0 15"/>',
} as const;
