import type { PaymentResource } from "@tillkit/http";
import { useEffect, useState } from "react";
import { ApiError, getJson } from "../../common/api.ts";

const POLL_MS = 2_000;

/** A payment as it happens: by the server's events, and by asking where events do not get through. */
export function usePayment(id: string | undefined): {
  readonly payment: PaymentResource | undefined;
  /** The server knows no such payment: its database is another one now. */
  readonly lost: boolean;
  /** Takes in what a command answered, unless something newer is known. */
  hear(payment: PaymentResource): void;
} {
  const [payment, setPayment] = useState<PaymentResource>();
  const [lost, setLost] = useState(false);
  const hear = (next: PaymentResource): void => setPayment((known) => newer(known, next));

  useEffect(() => {
    if (id === undefined) return;
    let final = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (next: PaymentResource): void => {
      final = next.final;
      setPayment((known) => newer(known, next));
    };
    const poll = async (): Promise<void> => {
      const next = await getJson<PaymentResource>(`/api/tillkit/payments/${id}`).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) setLost((final = true));
        return undefined;
      });
      if (next) take(next);
      if (!final) timer = setTimeout(() => void poll(), POLL_MS);
    };

    const events = new EventSource(`/api/tillkit/payments/${id}/events`);
    events.addEventListener("payment", ({ data }: MessageEvent<string>) => {
      // Our own server sends what `toResource` of @tillkit/http wrote.
      take(JSON.parse(data) as PaymentResource);
      if (final) events.close();
    });
    events.addEventListener("error", () => {
      // CONNECTING means that the browser tries again by itself; CLOSED means that it has given up.
      if (events.readyState === EventSource.CLOSED && !final) void poll();
    });
    return () => {
      final = true;
      clearTimeout(timer);
      events.close();
    };
  }, [id]);

  return { payment, lost, hear };
}

function newer(known: PaymentResource | undefined, next: PaymentResource): PaymentResource {
  return known?.id === next.id && known.version >= next.version ? known : next;
}
