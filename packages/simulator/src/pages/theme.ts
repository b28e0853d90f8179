/** Colours and type of every page, in light and dark. Text is 4.5:1 on its ground, edges of controls 3:1. */
export const theme = `
:root { color-scheme: light dark; --bg: #f5f6fa; --surface: #fff; --ink: #1a1b25; --soft: #545969; --line: #e1e4eb;
  --strong: #858b9d; --hover: #eceef4; --accent: #4338ca; --accent-dark: #312e9b; --on-accent: #fff; --accent-tint: #eeedfb;
  --good: #12703c; --good-tint: #e2f4e9; --bad: #a51d2d; --bad-tint: #fdebed; --wait: #7a4b00; --wait-tint: #fff1d6;
  --info: #1f4fa8; --info-tint: #e6effc; --notice: #5c3d00; --notice-tint: #fff3cd; --notice-line: #e8cf8a;
  --shadow: 0 1px 2px rgb(26 27 37 / 6%), 0 6px 20px rgb(26 27 37 / 5%);
  --mono: ui-monospace, SFMono-Regular, Menlo, monospace; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #0f1117; --surface: #181b23; --ink: #f2f3f5; --soft: #b3b8c4; --line: #2b303c; --strong: #767d8a;
    --hover: #232733; --accent: #a5a2ff; --accent-dark: #c0beff; --on-accent: #17143d; --accent-tint: #25244a;
    --good: #6fd39b; --good-tint: #12321f; --bad: #ff9a92; --bad-tint: #3f1714; --wait: #f2b654; --wait-tint: #3a2a08;
    --info: #8ab8ff; --info-tint: #162a47; --notice: #f2c97a; --notice-tint: #33260a; --notice-line: #5a4516;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.notice { padding: 7px 16px; background: var(--notice-tint); color: var(--notice); border-bottom: 1px solid var(--notice-line);
  font-size: 14px; font-weight: 600; text-align: center; }
.notice span { font-weight: 400; }
svg { flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
code, pre { font-family: var(--mono); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
