/** The look of the Checkout pages. One sheet inside each page, so that a page asks for nothing else. */
export const style = `
:root { color-scheme: light; --ink: #1a1b25; --soft: #545969; --line: #d8dce4; --strong: #8a91a5; --tint: #f5f6fa;
  --accent: #4338ca; --accent-dark: #312e9b; --bad: #a51d2d; --bad-tint: #fdeef0; --good: #12703c; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: #fff; color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.notice { position: sticky; top: 0; z-index: 1; padding: 8px 16px; background: #fff3cd; color: #5c3d00; border-bottom: 1px solid #e8cf8a;
  font-size: 14px; font-weight: 600; text-align: center; }
.notice span { font-weight: 400; }
main { display: grid; grid-template-columns: 1fr; }
.bill, .payment { padding: 24px 20px; }
.bill { background: var(--tint); }
.inner { width: 100%; max-width: 420px; margin: 0 auto; }
.back { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; margin: -8px 0 8px -12px; padding: 0 12px;
  border-radius: 10px; color: var(--soft); font-weight: 500; text-decoration: none; }
.back:hover { color: var(--ink); background: #e9ebf2; }
.merchant { margin: 0 0 4px; color: var(--soft); font-size: 15px; font-weight: 500; }
h1 { margin: 0; font-size: 40px; line-height: 1.15; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
h2 { margin: 0 0 16px; font-size: 20px; line-height: 1.3; letter-spacing: -0.01em; }
.lines { margin: 24px 0 0; padding: 0; list-style: none; }
.lines li, .total { display: flex; justify-content: space-between; gap: 16px; padding: 12px 0; }
.lines li { border-bottom: 1px solid var(--line); }
.lines b { display: block; font-weight: 500; }
.lines small { color: var(--soft); font-size: 14px; }
.lines span, .total span { font-variant-numeric: tabular-nums; white-space: nowrap; }
.total { font-weight: 600; }
fieldset { margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 8px; font-size: 14px; font-weight: 600; }
.cards { border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.card { display: flex; align-items: center; gap: 12px; min-height: 56px; padding: 8px 16px; cursor: pointer; }
.card + .card { border-top: 1px solid var(--line); }
.card:hover { background: var(--tint); }
.card:has(input:checked) { background: #eeedfb; }
.card input { flex: none; width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
.card b { flex: 1; font-weight: 500; }
.card code { color: var(--soft); font: 14px/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; white-space: nowrap; }
details { margin-top: 8px; }
summary::before { content: "+"; width: 20px; margin-right: 6px; font-size: 20px; line-height: 1; }
details[open] summary::before { content: "–"; }
summary { display: flex; align-items: center; min-height: 48px; color: var(--accent); font-weight: 500; cursor: pointer;
  border-radius: 10px; }
.pay, .second { display: flex; align-items: center; justify-content: center; width: 100%; min-height: 52px;
  margin-top: 20px; padding: 0 20px; border-radius: 12px; font: inherit; font-weight: 600; text-decoration: none;
  cursor: pointer; }
.pay { border: 0; background: var(--accent); color: #fff; font-size: 17px; }
.pay:hover { background: var(--accent-dark); }
.second { margin-top: 12px; border: 1px solid var(--strong); background: #fff; color: var(--ink); }
.second:hover { background: var(--tint); }
.cancel { display: flex; align-items: center; justify-content: center; min-height: 48px; margin-top: 8px;
  border-radius: 10px; color: var(--soft); }
.cancel:hover { color: var(--ink); }
.error { scroll-margin-top: 110px; margin: 0 0 20px; padding: 14px 16px; border: 1px solid #e8a5ad; border-radius: 12px; background: var(--bad-tint);
  color: var(--bad); }
.error b { display: block; }
.mark { display: grid; place-items: center; width: 64px; height: 64px; margin: 0 auto 20px; border-radius: 50%;
  background: #e4f4ea; color: var(--good); font-size: 32px; }
.mark.off { background: var(--tint); color: var(--soft); }
.message { padding: 72px 20px; text-align: center; }
.message h1 { font-size: 28px; }
.message p { color: var(--soft); }
footer { margin-top: 24px; color: var(--soft); font-size: 13px; text-align: center; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: -3px; }
.card input:focus-visible { outline: none; }
@media (max-width: 859px) {
  .pay-bar { position: sticky; bottom: 0; margin: 0 -20px; padding: 12px 20px; background: #fff; }
  .pay-bar .pay { margin-top: 0; }
}
@media (min-width: 860px) {
  main { grid-template-columns: 1fr 1fr; min-height: calc(100vh - 38px); }
  .bill, .payment { padding: 64px 48px; }
  .bill .inner { margin-right: 0; margin-left: auto; }
  .payment .inner { margin-left: 0; }
}
@media (prefers-reduced-motion: no-preference) { .pay, .card, .back { transition: background 120ms ease; } }
`;
