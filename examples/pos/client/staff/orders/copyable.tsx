import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "../../common/icons.tsx";

/** An id in monospace that a press copies. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }): ReactElement {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  // Over plain http the browser gives no clipboard; the id is still there to be selected by hand.
  const copy = (): void => {
    if ("clipboard" in navigator)
      void navigator.clipboard.writeText(text).then(
        () => setCopied(true),
        () => {},
      );
  };
  return (
    <button type="button" className="copyable mono" aria-label={`Copy the ${what} ${text}`} onClick={copy}>
      <span>{text}</span>
      <Icon name={copied ? "check" : "copy"} size={16} />
      <span className="sr-only" role="status">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}
