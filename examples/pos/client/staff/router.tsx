import { useSyncExternalStore, type ComponentProps, type MouseEvent, type ReactElement } from "react";

/** The path of the page, followed as it changes. The front door leads to the counter. */
export function usePath(): string {
  return useSyncExternalStore(follow, () => (location.pathname === "/" ? "/counter" : location.pathname));
}

/** Goes to another screen without loading the page again. */
function goTo(path: string): void {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** A link between screens; a middle click or a modifier key opens it as the browser would. */
export function Link({ href, ...rest }: ComponentProps<"a"> & { readonly href: string }): ReactElement {
  const go = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(href);
  };
  return <a href={href} onClick={go} {...rest} />;
}

function follow(changed: () => void): () => void {
  addEventListener("popstate", changed);
  return () => removeEventListener("popstate", changed);
}
