/** The look of the Dashboard: Checkout's colours, denser, for somebody who looks things up. */
export const dashboardStyle = `
:root { color-scheme: light; --ink: #1a1b25; --soft: #545969; --line: #e3e6ec; --strong: #8a91a5; --tint: #f5f6fa;
  --accent: #4338ca; --accent-dark: #312e9b; --bad: #a51d2d; --good: #12703c; --wait: #7a4b00; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--tint); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.notice { position: sticky; top: 0; z-index: 2; padding: 8px 16px; background: #fff3cd; color: #5c3d00;
  border-bottom: 1px solid #e8cf8a; font-size: 14px; font-weight: 600; text-align: center; }
.notice span { font-weight: 400; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 24px; max-width: 1240px; margin: 0 auto;
  padding: 24px 20px 8px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; }
header p { margin: 0; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 4px; margin-left: auto; }
nav a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 12px; border-radius: 10px; color: var(--accent);
  font-weight: 500; text-decoration: none; }
nav a:hover { background: #e9ebf2; }
main { display: grid; gap: 20px; max-width: 1240px; margin: 0 auto; padding: 12px 20px 48px; }
section { min-width: 0; scroll-margin-top: 56px; }
h2 { display: flex; align-items: baseline; gap: 8px; margin: 0 0 10px; font-size: 18px; letter-spacing: -0.01em; }
h2 small { color: var(--soft); font-size: 14px; font-weight: 400; }
.panel { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: #fff; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th { padding: 10px 14px; color: var(--soft); font-size: 13px; font-weight: 500; text-align: left; white-space: nowrap; }
td { padding: 9px 14px; border-top: 1px solid var(--line); vertical-align: middle; }
.money { font-weight: 600; text-align: right; white-space: nowrap; }
.money, time { font-variant-numeric: tabular-nums; }
time { color: var(--soft); white-space: nowrap; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
td a { color: var(--accent); text-decoration: none; }
td a:hover { text-decoration: underline; }
.pill { display: inline-block; padding: 1px 9px; border-radius: 99px; background: #eceef3; color: var(--soft); font-size: 13px;
  font-weight: 500; white-space: nowrap; }
.pill.good { background: #e4f4ea; color: var(--good); }
.pill.bad { background: #fdeef0; color: var(--bad); }
.pill.wait { background: #fff3dc; color: var(--wait); }
.empty { margin: 0; padding: 28px 20px; color: var(--soft); text-align: center; }
.readers { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; }
.reader { display: flex; flex-direction: column; padding: 16px; border: 1px solid var(--line); border-radius: 12px; background: #fff; }
.reader h3 { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin: 0; font-size: 16px; }
.reader > code { color: var(--soft); }
.screen { display: grid; place-content: center; gap: 2px; min-height: 104px; margin: 12px 0; padding: 12px; border-radius: 10px;
  background: #1a1b25; color: #fff; text-align: center; }
.screen b { font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.screen.approved { background: #12593a; }
.screen.declined, .screen.timed_out, .screen.canceled { background: #7c1f2b; }
.screen.offline { background: #545969; }
label { display: block; margin-bottom: 4px; color: var(--soft); font-size: 13px; }
select { width: 100%; min-height: 44px; margin-bottom: 10px; padding: 0 10px; border: 1px solid var(--strong); border-radius: 10px;
  background: #fff; color: inherit; font: inherit; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
button { flex: 1 0 auto; min-height: 44px; padding: 0 12px; border: 1px solid var(--strong); border-radius: 10px; background: #fff;
  color: inherit; font: inherit; font-weight: 500; cursor: pointer; }
button:hover { background: var(--tint); }
button.first { border-color: var(--accent); background: var(--accent); color: #fff; }
button.first:hover { background: var(--accent-dark); }
button:disabled { border-color: var(--line); background: var(--tint); color: #6b7183; cursor: default; }
td button { flex: none; min-height: 36px; padding: 0 10px; font-size: 13px; }
.problem { margin: 0; padding: 12px 16px; border: 1px solid #e8a5ad; border-radius: 12px; background: #fdeef0; color: var(--bad); }
pre { margin: 0; padding: 16px; overflow-x: auto; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (min-width: 1200px) { .two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; } }
@media (max-width: 1199px) { .two { display: grid; gap: 20px; } nav { margin-left: -12px; } }
`;
