/** The look of a card reader: a device with a screen, and the hands of whoever stands before it. */
export const readerStyle = `
.readers { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); align-items: start; gap: 20px; }
.reader { display: flex; flex-direction: column; gap: 14px; padding: 18px; border: 1px solid var(--line); border-radius: 18px; background: var(--surface);
  box-shadow: var(--shadow); }
.reader h3 { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin: 0; font-size: 17px; }
.reader .id { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.device { padding: 12px 12px 10px; border-radius: 26px; background: linear-gradient(160deg, #3a3f4d, #1d2029); box-shadow: inset 0 1px 0 rgb(255 255 255 / 14%), 0 8px 18px rgb(20 22 30 / 22%); }
.leds { display: flex; justify-content: center; gap: 12px; margin-bottom: 10px; }
.leds i { width: 26px; height: 5px; border-radius: 99px; background: #4a5060; }
.device.waiting_for_card .leds i:first-child, .device.enter_pin .leds i:first-child, .device.processing .leds i:nth-child(-n + 2), .device.approved .leds i { background: #4ade80; }
.device.declined .leds i, .device.timed_out .leds i, .device.canceled .leds i { background: #f87171; }
.screen { display: grid; place-content: center; justify-items: center; gap: 6px; min-height: 176px; padding: 16px; border-radius: 16px; background: #0c0e14;
  color: #fff; text-align: center; }
.screen b { font-size: 32px; line-height: 1.15; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.screen span { color: #d6d9e2; }
.screen ul { width: 220px; margin: 0 0 4px; padding: 0; color: #d6d9e2; font-size: 14px; list-style: none; }
.screen li { display: flex; justify-content: space-between; gap: 12px; }
.tips { display: grid; gap: 6px; width: 248px; min-width: 0; margin: 4px 0; padding: 0; border: 0; }
.tips legend { padding: 0; margin: 0 auto 6px; color: #d6d9e2; font-size: 14px; }
.tips div { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 6px; }
.tips label { position: relative; display: grid; place-content: center; justify-items: center; min-height: 48px; margin: 0; border: 1px solid #6b7180;
  border-radius: 12px; color: #fff; font-size: 15px; line-height: 1.25; cursor: pointer; }
.tips label:has(:checked) { border-color: #4ade80; background: #12351f; box-shadow: inset 0 0 0 1px #4ade80; }
.tips label:has(:focus-visible) { outline: 2px solid #fff; outline-offset: 2px; }
.tips small { color: #d6d9e2; font-size: 12.5px; }
.tips [type="radio"] { position: absolute; inset: 0; width: 100%; height: 100%; min-height: 0; margin: 0; opacity: 0; cursor: pointer; }
.tips [type="number"] { width: 100%; border-color: #6b7180; background: #0c0e14; color: #fff; }
.tips:not(:has([value="other"]:checked)) [type="number"] { display: none; }
.approved .screen { background: #0d5c38; }
.declined .screen, .timed_out .screen, .canceled .screen { background: #7c1f2b; }
.offline .screen { background: #2b2f3a; }
.slot { width: 96px; height: 4px; margin: 10px auto 0; border-radius: 99px; background: #0c0e14; }
.doing { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 0; color: var(--soft); font-size: 13px; }
.extras details { border-top: 1px solid var(--line); }
.extras { margin-bottom: -10px; }
.reader summary { display: flex; align-items: center; min-height: 44px; color: var(--accent); font-size: 14px; font-weight: 500; cursor: pointer; list-style: none; }
.reader summary::-webkit-details-marker { display: none; }
.reader summary::before { content: "+"; width: 20px; font-size: 18px; }
.reader details[open] summary::before { content: "–"; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) 96px; align-items: end; gap: 10px; margin-bottom: 12px; }
.buttons { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
.buttons button { padding: 0 6px; }
.buttons.large button { min-height: 48px; }
.buttons.two-wide { grid-template-columns: 1fr 1fr; }
@media (prefers-reduced-motion: no-preference) {
  .device.waiting_for_card .screen svg { animation: waves 1.6s ease-in-out infinite; }
  @keyframes waves { 50% { opacity: 0.35; } }
}
`;
