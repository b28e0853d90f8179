import { useEffect, useRef, type ReactElement, type ReactNode } from "react";

/** The browser's own modal dialog: it keeps the focus inside and gives it back to what had it. */
export function ModalDialog({
  label,
  closable,
  close,
  children,
}: {
  readonly label: string;
  /** Whether Escape closes it. */
  readonly closable: boolean;
  close(): void;
  readonly children: ReactNode;
}): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        if (closable) close();
      }}
    >
      {children}
    </dialog>
  );
}
