import { useState, type ReactElement } from "react";
import { ApiError, postJson } from "../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { ModalDialog } from "../payment/modal-dialog.tsx";

/** Gives a table another code, after asking: the printed one is worth nothing from that moment on. */
export function NewCode({ number, made }: { readonly number: number; readonly made: () => void }): ReactElement {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const close = (): void => setAsking(false);

  const rotate = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await postJson(`/api/tables/${number}/rotate`);
      made();
      close();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className="button button-bare"
        aria-label={`New code for table ${number}`}
        onClick={() => setAsking(true)}
      >
        <Icon name="turn" />
      </button>
      {asking ? (
        <ModalDialog label={`New code for table ${number}`} closable={!busy} close={close}>
          <div className="ask">
            <h2>A new code for table {number}?</h2>
            <p>
              The printed one stops working at once, and so do the pages that it has opened. Guests who sit there scan
              the new one and keep their bill.
            </p>
            {problem === undefined ? null : (
              <p className="problem" role="alert">
                {problem}
              </p>
            )}
            <div className="ask-buttons">
              <button type="button" className="button button-large" onClick={close}>
                Keep it
              </button>
              <button
                type="button"
                className="button button-primary button-large"
                aria-disabled={busy}
                onClick={() => void rotate()}
              >
                {busy ? "One moment…" : "Make a new code"}
              </button>
            </div>
          </div>
        </ModalDialog>
      ) : null}
    </>
  );
}
