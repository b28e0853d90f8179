/** The look of the Checkout pages. One sheet inside each page, so that a page asks for nothing else. */
export const style = `
body { min-height: 100vh; background: var(--surface); }
main { display: grid; grid-template-columns: minmax(0, 1fr); }
.bill, .payment { padding: 20px 20px 28px; }
.bill { background: var(--bg); border-bottom: 1px solid var(--line); }
.inner { width: 100%; max-width: 440px; margin: 0 auto; }
.back { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; margin: -8px 0 8px -12px; padding: 0 12px;
  border-radius: 10px; color: var(--soft); font-weight: 500; text-decoration: none; }
.back:hover { color: var(--ink); background: var(--hover); }
.merchant { display: flex; align-items: center; gap: 10px; margin: 0 0 12px; font-weight: 600; }
.merchant span { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 10px; background: var(--accent);
  color: var(--on-accent); font-size: 15px; }
.due { margin: 0; color: var(--soft); font-size: 15px; }
h1 { margin: 0; font-size: 44px; line-height: 1.15; letter-spacing: -0.025em; font-variant-numeric: tabular-nums; }
h2 { margin: 0 0 16px; font-size: 20px; line-height: 1.3; letter-spacing: -0.01em; }
.lines { margin: 20px 0 0; padding: 0; list-style: none; }
.lines li, .total, .off { display: flex; justify-content: space-between; gap: 16px; padding: 12px 0; }
.lines li { border-bottom: 1px solid var(--line); }
.lines b { display: block; font-weight: 500; overflow-wrap: anywhere; }
.lines small { color: var(--soft); font-size: 14px; }
.lines span, .total span, .off span { font-variant-numeric: tabular-nums; white-space: nowrap; }
.off { margin: 0; border-bottom: 1px solid var(--line); color: var(--good); }
.total { margin: 0; padding-bottom: 0; font-weight: 600; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 8px; color: var(--soft); font-size: 14px; font-weight: 600; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
.card { position: relative; display: flex; flex-direction: column; gap: 2px; min-height: 68px; padding: 10px 36px 10px 12px;
  border: 1px solid var(--strong); border-radius: 12px; background: var(--surface); cursor: pointer; }
.card:hover { background: var(--hover); }
.card:has(input:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--accent-tint); }
.card input { position: absolute; top: 14px; right: 12px; width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.card b { font-size: 15px; font-weight: 600; line-height: 1.35; }
.card small { color: var(--soft); font-size: 13px; }
.card span { display: flex; align-items: center; gap: 8px; margin-top: 2px; }
.brand { stroke: none; font: 700 9.5px/1 Inter, system-ui, sans-serif; letter-spacing: 0.04em; }
.card code { color: var(--soft); font-size: 13px; white-space: nowrap; }
.typed { grid-column: 1 / -1; }
.fields { display: none; grid-template-columns: 1fr 1fr; gap: 8px; margin-top: 8px; }
form:has(#typed:checked) .fields { display: grid; }
.fields label { color: var(--soft); font-size: 14px; }
.fields label:first-child { grid-column: 1 / -1; }
.fields input { display: block; width: 100%; min-height: 48px; margin-top: 4px; padding: 0 12px; border: 1px solid var(--strong);
  border-radius: 10px; background: var(--surface); color: var(--ink); font: 16px/1.4 var(--mono); }
details { margin: -8px 0 20px; }
summary { display: flex; align-items: center; min-height: 48px; color: var(--accent); font-weight: 500; cursor: pointer;
  border-radius: 10px; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; width: 22px; font-size: 20px; line-height: 1; }
details[open] summary::before { content: "–"; }
.pay, .second { display: flex; align-items: center; justify-content: center; gap: 8px; width: 100%; min-height: 56px; padding: 0 20px;
  border-radius: 12px; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.pay { border: 0; background: var(--accent); color: var(--on-accent); font-size: 17px; }
.pay:hover { background: var(--accent-dark); }
.second { margin-top: 12px; border: 1px solid var(--strong); background: var(--surface); color: var(--ink); }
.second:hover { background: var(--hover); }
.cancel { display: flex; align-items: center; justify-content: center; min-height: 48px; margin-top: 8px; border-radius: 10px;
  color: var(--soft); }
.cancel:hover { color: var(--ink); }
.error { scroll-margin-top: 24px; display: flex; gap: 12px; margin: 0 0 20px; padding: 14px 16px; border: 1px solid currentColor;
  border-radius: 12px; background: var(--bad-tint); color: var(--bad); }
.error b { display: block; }
footer { margin-top: 16px; color: var(--soft); font-size: 13px; text-align: center; }
.message { display: grid; place-items: center; padding: 48px 20px; background: var(--bg); }
body:has(.message) { display: grid; grid-template-rows: auto 1fr; }
.sheet { width: 100%; max-width: 420px; padding: 36px 28px 28px; border: 1px solid var(--line); border-radius: 20px;
  background: var(--surface); box-shadow: var(--shadow); text-align: center; }
.mark { display: grid; place-items: center; width: 68px; height: 68px; margin: 0 auto 20px; border-radius: 50%; background: var(--hover);
  color: var(--soft); }
.mark.done { background: var(--good-tint); color: var(--good); }
.mark.ask { background: var(--info-tint); color: var(--info); }
.sheet h1 { font-size: 26px; }
.sheet p { margin: 8px 0 24px; color: var(--soft); }
.sheet dl { margin: 0 0 24px; border-top: 1px solid var(--line); text-align: left; }
.sheet dl div { display: flex; justify-content: space-between; gap: 16px; padding: 10px 0; border-bottom: 1px solid var(--line); }
.sheet dt { color: var(--soft); }
.sheet dd { margin: 0; font-weight: 500; font-variant-numeric: tabular-nums; text-align: right; }
.card:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.card input:focus-visible { outline: none; }
@media (max-width: 859px) {
  .pay-bar { position: sticky; bottom: 0; margin: 0 -20px; padding: 12px 20px; border-top: 1px solid var(--line); background: var(--surface); }
  .sheet { padding: 32px 20px 20px; }
}
@media (min-width: 860px) {
  main:not(.message) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); min-height: calc(100vh - 36px); }
  .bill, .payment { padding: 56px 56px; }
  .bill { border: 0; border-right: 1px solid var(--line); }
  .bill .inner { position: sticky; top: 56px; margin-right: 0; margin-left: auto; }
  .payment .inner { margin-left: 0; }
}
@media (prefers-reduced-motion: no-preference) { .pay, .card, .back, .second { transition: background 120ms ease; } }
`;
