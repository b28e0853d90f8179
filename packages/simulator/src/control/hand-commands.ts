import type { CardholderHands } from "../hands/cardholder-hands.ts";
import type { GuestHands } from "../hands/guest-hands.ts";
import type { ReaderHands } from "../hands/reader-hands.ts";
import type { Body } from "./json.ts";
import { number, text } from "./json.ts";

/** Does what `POST /_simulator/readers/{id}/{command}` asks for. A tap is answered once the bank has answered. */
export async function runReaderCommand(hands: ReaderHands, command: string, body: Body): Promise<void> {
  const card = text(body, "card");
  const tip = number(body, "tip");
  const pin = body["pin"] === null ? null : text(body, "pin");
  const options = { ...(tip !== undefined && { tip }), ...(pin !== undefined && { pin }) };
  switch (command) {
    case "tap":
    case "insert":
    case "swipe":
      await hands[command](card, options);
      return;
    case "key_in":
      await hands.keyIn(card, options);
      return;
    case "cancel":
      return hands.cancel();
    case "answer":
      return hands.answer();
    case "time_out":
      return hands.timeOut();
    case "offline":
      return hands.goOffline();
    case "online":
      return hands.goOnline();
    case "vanish":
      return hands.vanish({ authorized: body["authorized"] === true });
    case "fail_next":
      return hands.failNext(text(body, "code") ?? "card_declined", {
        delivered: body["delivered"] === true,
        authorized: body["authorized"] === true,
      });
    default:
      throw new Error(`A reader has no command '${command}'`);
  }
}

/** Does what `POST /_simulator/guests/{session}/{command}` asks for, and says where the guest's browser goes. */
export async function runGuestCommand(hands: GuestHands, command: string, body: Body): Promise<object> {
  const card = text(body, "card");
  switch (command) {
    case "pay":
      return { url: await hands.pay(card) };
    case "pay_and_close_tab":
      await hands.payAndCloseTab(card);
      return { url: null };
    case "choose_currency":
      hands.chooseCurrency(text(body, "currency") ?? "");
      return { url: null };
    case "decline":
      return { decline: await hands.decline(card) };
    case "cancel":
      return { url: hands.cancel() };
    default:
      throw new Error(`A guest has no command '${command}'`);
  }
}

/** Does what `POST /_simulator/cardholders/{intent}/{command}` asks for, and says where the holder's browser goes. */
export async function runCardholderCommand(hands: CardholderHands, command: string): Promise<object> {
  switch (command) {
    case "approve":
      return { url: await hands.approve() };
    case "refuse":
      return { url: await hands.refuse() };
    default:
      throw new Error(`The holder of a card has no command '${command}'`);
  }
}
