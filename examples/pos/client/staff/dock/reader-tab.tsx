import { useEffect, useState, type ReactElement } from "react";
import { getJson } from "../../common/api.ts";
import { formatMoney } from "../../common/money.ts";
import { ReaderDrawing, type ReaderScreen } from "../../common/reader-drawing.tsx";
import { useTillState } from "../shell/till-context.ts";
import { useSimulatedReaders, type SimulatedCard, type SimulatedReader } from "./simulator-api.ts";
import { TipChoice } from "./tip-choice.tsx";
import { useControl } from "./use-control.ts";

/** The readers with their screens, and a hand that holds a card to them. */
export function ReaderTab(): ReactElement {
  const readers = useSimulatedReaders();
  const { reader: chosen } = useTillState();
  const [picked, setPicked] = useState<string>();
  const [card, setCard] = useCardInHand();
  const cards = useCards();
  const [chosenTip, setChosenTip] = useState({ paymentIntent: "", tip: 0 });

  // The reader that is asking for a card is the one to look at.
  const asking = readers.find(({ screen }) => screen.kind === "waiting_for_card" || screen.kind === "enter_pin");
  const reader = readers.find(({ id }) => id === (picked ?? asking?.id ?? chosen?.id)) ?? readers[0];
  if (!reader) return <p className="dock-hint">The simulator is starting…</p>;
  const { tips = [], paymentIntent = "" } = reader.screen;
  // The next guest chooses anew, and only from what is suggested now.
  const isOffered = chosenTip.paymentIntent === paymentIntent && tips.some(({ amount }) => amount === chosenTip.tip);
  const tip = isOffered ? chosenTip.tip : 0;
  return (
    <div className="dock-body">
      <div className="chips" role="group" aria-label="Reader">
        {readers.map(({ id, label }) => (
          <button key={id} type="button" aria-pressed={id === reader.id} onClick={() => setPicked(id)}>
            {label}
          </button>
        ))}
      </div>
      <ReaderDrawing screen={screenOf(reader)} />
      <p className="dock-screen" role="status">
        {reader.label}: {reader.screen.message}
      </p>
      <div className="dock-field">
        <label htmlFor="dock-card">Card</label>
        <select id="dock-card" value={card} onChange={({ target }) => setCard(target.value)}>
          {cards.map(({ name, label, number }) => (
            <option key={name} value={name}>
              {label} · {number.slice(-4)}
            </option>
          ))}
        </select>
      </div>
      <TipChoice screen={reader.screen} tip={tip} choose={(next) => setChosenTip({ paymentIntent, tip: next })} />
      <Hands reader={reader} presented={tip === 0 ? { card } : { card, tip }} />
    </div>
  );
}

function Hands({
  reader,
  presented,
}: {
  readonly reader: SimulatedReader;
  readonly presented: { readonly card: string; readonly tip?: number };
}): ReactElement {
  const { problem, run } = useControl();
  const press =
    (command: string, body: unknown = {}) =>
    (): void =>
      run(`readers/${reader.id}/${command}`, body);
  const offline = reader.screen.kind === "offline" || reader.status === "offline";
  return (
    <>
      <div className="dock-main">
        <button type="button" className="button button-primary button-large" onClick={press("tap", presented)}>
          Tap
        </button>
        <button type="button" className="button button-large" onClick={press("insert", presented)}>
          Insert
        </button>
        <button type="button" className="button button-large" onClick={press("swipe", presented)}>
          Swipe
        </button>
      </div>
      <div className="dock-more">
        <button type="button" className="button" onClick={press("cancel")}>
          Guest cancels
        </button>
        <button type="button" className="button" onClick={press("time_out")}>
          Nobody comes
        </button>
        <button type="button" className="button" onClick={press(offline ? "online" : "offline")}>
          {offline ? "Plug in" : "Pull the plug"}
        </button>
        <button type="button" className="button" onClick={press("vanish")}>
          Vanish
        </button>
      </div>
      {problem === undefined ? null : (
        <p className="dock-hint" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** The card stays in the hand while the dock moves between the page and a dialog. */
function useCardInHand(): readonly [card: string, take: (name: string) => void] {
  const [card, setCard] = useState(() => sessionStorage.getItem("pos.card") ?? "visa");
  const take = (name: string): void => {
    sessionStorage.setItem("pos.card", name);
    setCard(name);
  };
  return [card, take];
}

function useCards(): readonly SimulatedCard[] {
  const [cards, setCards] = useState<readonly SimulatedCard[]>([]);
  useEffect(() => {
    void getJson<readonly SimulatedCard[]>("/sim/cards").then(
      (list) => setCards(list.filter(({ only }) => only !== "online")),
      () => {},
    );
  }, []);
  return cards;
}

const looks: Readonly<Record<string, ReaderScreen["look"]>> = {
  idle: "idle",
  cart: "idle",
  waiting_for_card: "ask",
  enter_pin: "ask",
  processing: "busy",
  approved: "good",
  declined: "bad",
  canceled: "idle",
  timed_out: "idle",
  offline: "off",
};

function screenOf({ screen: { kind, message, amount, currency } }: SimulatedReader): ReaderScreen {
  return {
    look: looks[kind] ?? "idle",
    words: message,
    ...(amount === undefined || currency === undefined ? {} : { amount: formatMoney(amount, currency) }),
  };
}
