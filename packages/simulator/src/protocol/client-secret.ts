import { invalidParameter } from "./errors.ts";

/** The intent, unless whoever asks holds the client secret of another one. */
export function knownBy<Intent extends { readonly client_secret: string | null }>(
  intent: Intent,
  secret?: string,
): Intent {
  if (secret === undefined || secret === intent.client_secret) return intent;
  throw invalidParameter("The client_secret provided does not match this intent.", "client_secret");
}
