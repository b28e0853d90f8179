import type { StripeFile } from "../objects/types.ts";
import { missing } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";

/** The files that have not expired, with addresses that lead to their content. */
export function list(world: World, pagesUrl: string): readonly StripeFile[] {
  const kept = [...world.files.values()].filter(({ file }) => (file.expires_at ?? Infinity) > seconds(world));
  return kept.map(({ file }) => ({ ...file, url: `${pagesUrl}/files/${file.id}/contents` }));
}

/** GET /v1/files/{id}. Throws `resource_missing`, also once the file has expired. */
export function find(world: World, id: string, pagesUrl: string): StripeFile {
  const file = list(world, pagesUrl).find((one) => one.id === id);
  if (!file) throw missing("file", id);
  return file;
}
