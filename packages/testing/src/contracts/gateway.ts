import type { GatewayCase, OpenGateway } from "./gateway/case.ts";
import { collectingCases } from "./gateway/collecting.ts";
import { confirmingCases } from "./gateway/confirming.ts";
import { endingCases } from "./gateway/ending.ts";
import { hearingCases } from "./gateway/hearing.ts";
import { movingCases } from "./gateway/moving.ts";
import { openingCases } from "./gateway/opening.ts";
import { readerCases } from "./gateway/readers.ts";
import { readerRefundCases } from "./gateway/reader-refunds.ts";
import { refundingCases } from "./gateway/refunding.ts";
import { tipCases } from "./gateway/tips.ts";
import { typingCases } from "./gateway/typing.ts";
import type { Runner } from "./store.ts";

/** Everything that tillkit asks of a gateway, one claim a case. */
export const gatewayCases: readonly GatewayCase[] = [
  ...openingCases,
  ...collectingCases,
  ...confirmingCases,
  ...typingCases,
  ...movingCases,
  ...endingCases,
  ...refundingCases,
  ...readerRefundCases,
  ...readerCases,
  ...tipCases,
  ...hearingCases,
];

/**
 * Holds a gateway to its contract: registers one test per claim.
 *
 * `open` makes a gateway with nothing behind it but a free reader, and gives the hands by which cards are presented, pages paid and
 * answers lost.
 */
export function gatewayContract({ describe, it, open }: Runner & { readonly open: OpenGateway }): void {
  describe("keeps the contract of a gateway", () => {
    for (const { name, run } of gatewayCases) it(name, () => run(open));
  });
}
