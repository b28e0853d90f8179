/** Throws for anything but a verb and a path, each possibly `*`. */
export function checkPattern(on: string): void {
  if (/^(\*|[A-Z]+) (\*|\/\S*)$/.test(on)) return;
  throw new Error(`'${on}' must be a verb and a path, such as POST /v1/payment_intents/{id}/cancel or GET *`);
}

/** Whether a request is what a pattern means: `POST /v1/payment_intents/{id}/cancel`, `GET *`, `* *`. */
export function isRequest(on: string, method: string, path: string): boolean {
  const [wantedMethod = "*", wantedPath = "*"] = on.split(" ");
  if (wantedMethod !== "*" && wantedMethod !== method) return false;
  if (wantedPath === "*") return true;
  const wanted = wantedPath.split("/");
  const steps = path.split("/");
  return wanted.length === steps.length && wanted.every((step, i) => step === steps[i] || /^(\*|\{\w+\})$/.test(step));
}
