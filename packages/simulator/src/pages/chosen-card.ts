import { readCardNumber } from "../behaviour/card-number.ts";
import { cards } from "../behaviour/cards.ts";
import type { TestCard } from "../objects/test-card.ts";
import { Refusal } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { typedCard } from "./card-tiles.ts";

/** The card of a Checkout form: one that was chosen, or whose number was typed, or why there is none. */
export function readChosenCard(
  world: World,
  form: URLSearchParams,
): { readonly card: TestCard } | { readonly chosen: string; readonly refusal: string } {
  const chosen = form.get("card") ?? "visa";
  if (chosen !== typedCard) {
    const card = cards.find(({ name }) => name === chosen);
    return card ? { card } : { chosen: "visa", refusal: "There is no such test card." };
  }
  const [month = "", year = ""] = (form.get("expiry") ?? "").split("/");
  const cvc = (form.get("cvc") ?? "").trim();
  try {
    const { card } = readCardNumber(world, {
      number: form.get("number") ?? "",
      exp_month: Number(month) || 0,
      exp_year: Number(year) || 0,
      cvc,
    });
    return { card };
  } catch (error) {
    if (error instanceof Refusal) return { chosen, refusal: error.message };
    throw error;
  }
}
