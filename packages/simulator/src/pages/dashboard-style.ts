/** The look of the Dashboard: Checkout's colours, denser, for somebody who looks things up. */
export const dashboardStyle = `
body { font-size: 15px; }
.top { position: sticky; top: 0; z-index: 3; border-bottom: 1px solid var(--line); background: var(--surface); }
.top > div { display: flex; align-items: center; gap: 4px 20px; max-width: 1240px; margin: 0 auto; padding: 0 20px; }
.shop { display: flex; align-items: center; gap: 10px; min-height: 56px; margin: 0; color: inherit; font-size: 16px; font-weight: 650;
  text-decoration: none; white-space: nowrap; }
.shop small { padding: 1px 8px; border-radius: 99px; background: var(--wait-tint); color: var(--wait); font-size: 13px; font-weight: 600; }
nav { display: flex; overflow-x: auto; }
nav a { display: inline-flex; align-items: center; min-height: 56px; padding: 0 14px; border-bottom: 3px solid transparent;
  border-top: 3px solid transparent; color: var(--soft); font-weight: 500; text-decoration: none; white-space: nowrap; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { border-bottom-color: var(--accent); color: var(--ink); }
nav a:focus-visible { outline-offset: -3px; }
.clock { display: flex; align-items: center; gap: 8px; margin-left: auto; }
.clock button { min-height: 36px; padding: 0 10px; font-size: 13px; white-space: nowrap; }
main { display: grid; gap: 28px; max-width: 1240px; margin: 0 auto; padding: 24px 20px 64px; }
section { min-width: 0; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.02em; }
h2 { display: flex; align-items: baseline; gap: 8px; margin: 0 0 10px; font-size: 18px; letter-spacing: -0.01em; }
h2 small { color: var(--soft); font-size: 14px; font-weight: 400; }
h2 a { margin-left: auto; font-size: 14px; font-weight: 500; }
main a { color: var(--accent); text-decoration: none; }
main a:hover { text-decoration: underline; }
.panel { overflow: hidden; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); box-shadow: var(--shadow); }
table { width: 100%; border-collapse: collapse; }
th { padding: 10px 16px; color: var(--soft); font-size: 13px; font-weight: 500; text-align: left; white-space: nowrap; }
td { padding: 10px 16px; border-top: 1px solid var(--line); vertical-align: middle; }
tbody tr:hover { background: var(--hover); }
.money { width: 1%; font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
.money a { color: inherit; }
.what { width: 100%; max-width: 0; }
.what b, .what > a, .what small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.what b, .what > a { font-weight: 500; }
.what small a { text-decoration: underline; }
.what small { color: var(--soft); font-size: 13px; }
.state, .when, .do { width: 1%; white-space: nowrap; }
time { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, pre { font-size: 13px; line-height: 1.5; }
.what code { color: var(--soft); font-size: 12.5px; }
.what > a code { color: inherit; font-size: 13px; }
.pill { display: inline-block; padding: 1px 10px; border-radius: 99px; background: var(--hover); color: var(--soft); font-size: 13px;
  font-weight: 500; white-space: nowrap; }
.pill.good { background: var(--good-tint); color: var(--good); }
.pill.bad { background: var(--bad-tint); color: var(--bad); }
.pill.wait { background: var(--wait-tint); color: var(--wait); }
.pill.info { background: var(--info-tint); color: var(--info); }
.empty { margin: 0; padding: 36px 20px; color: var(--soft); text-align: center; }
.more { display: flex; justify-content: center; min-height: 44px; align-items: center; border-top: 1px solid var(--line); }
.two { display: grid; gap: 28px; }
.problem { margin: 0; padding: 12px 16px; border: 1px solid currentColor; border-radius: 12px; background: var(--bad-tint); color: var(--bad); }
label, .label { display: block; color: var(--soft); font-size: 13px; }
select, input { display: block; width: 100%; min-height: 44px; margin-top: 4px; padding: 0 12px; border: 1px solid var(--strong); border-radius: 10px;
  background: var(--surface); color: var(--ink); font: inherit; }
button { min-height: 44px; padding: 0 14px; border: 1px solid var(--strong); border-radius: 10px; background: var(--surface);
  color: inherit; font: inherit; font-weight: 500; cursor: pointer; }
button:hover { background: var(--hover); }
button.first { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button.first:hover { background: var(--accent-dark); }
button:disabled { border-color: var(--line); background: transparent; color: var(--soft); opacity: 0.75; cursor: default; }
.tools { display: flex; flex-wrap: wrap; align-items: end; gap: 10px; padding: 14px 16px; border-bottom: 1px solid var(--line); }
.tools label { flex: 1 1 180px; }
.tools .narrow { flex: 0 1 90px; }
.rules { margin: 0; padding: 0 16px; border-bottom: 1px solid var(--line); list-style: none; }
.rules li { padding: 8px 0; }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; }
.title code { flex-basis: 100%; color: var(--soft); overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 16px 24px; margin: 0; padding: 18px; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { margin: 2px 0 0; font-weight: 500; overflow-wrap: anywhere; }
pre { margin: 0; padding: 16px; overflow: auto; max-height: 640px; }
.steps { margin: 0; padding: 6px 18px; list-style: none; }
.steps li { position: relative; display: flex; justify-content: space-between; gap: 16px; padding: 8px 0 8px 24px; overflow-wrap: anywhere; }
.steps li::before { content: ""; position: absolute; top: 15px; left: 3px; width: 9px; height: 9px; border-radius: 50%; background: var(--strong); }
.steps li:not(:last-child)::after { content: ""; position: absolute; top: 24px; bottom: -15px; left: 7px; width: 1px; background: var(--line); }
@media (min-width: 1000px) { .two { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (max-width: 719px) {
  .top > div { flex-wrap: wrap; padding: 0 16px; }
  .shop { min-height: 48px; }
  nav { order: 3; width: calc(100% + 32px); margin: 0 -16px; padding: 0 8px; }
  nav a { min-height: 46px; padding: 0 7px; font-size: 14px; }
  main { padding: 20px 16px 48px; }
  thead { position: absolute; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; padding: 12px 16px; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  td, td.what, td.state { width: auto; max-width: none; min-width: 0; padding: 0; border: 0; }
  .what { grid-row: 1; grid-column: 1; }
  .money { grid-row: 1; grid-column: 1; font-size: 17px; }
  .money ~ .what { grid-row: 2; }
  .state { grid-row: 1; grid-column: 2; text-align: right; }
  .when { grid-row: 2; grid-column: 2; text-align: right; }
  .do { display: none; }
}
`;
