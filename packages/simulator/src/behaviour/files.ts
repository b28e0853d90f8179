import type Stripe from "stripe";

import { invalidParameter, missing, notSimulated } from "../protocol/errors.ts";
import type { Upload } from "../protocol/multipart.ts";
import type { StripeFile } from "../objects/types.ts";
import type { FileRecord, World } from "../world.ts";
import { seconds } from "../world.ts";

/** POST /v1/files: keeps a file as it is, and never looks inside. */
export function create(
  world: World,
  { purpose, file_link_data: link }: Stripe.FileCreateParams,
  upload: Upload | undefined,
  pagesUrl: string,
): StripeFile {
  if (!upload) throw invalidParameter("The file must be sent as a part of the form with a file name.", "file");
  if (link) throw notSimulated("file links", "file_link_data");
  const { filename, content } = upload;
  const type = extensionOf(filename);
  const limits = limitsOf[purpose];
  if (limits && !limits.types.includes(type)) {
    const message = `A file for ${purpose} must be one of ${limits.types.join(", ")}; this one is called ${filename}.`;
    throw invalidParameter(message, "file");
  }
  if (limits && content.length > limits.most) {
    throw invalidParameter(
      `A file for ${purpose} may have ${limits.most} bytes; this one has ${content.length}.`,
      "file",
    );
  }
  const { id } = keep(world, { purpose, filename, type, content });
  return find(world, id, pagesUrl);
}

/** What is kept of a file. */
interface KeptFile extends Upload {
  readonly purpose: StripeFile["purpose"];
  readonly type: string;
  /** How long; for ever when absent. */
  readonly keptSeconds?: number;
}

/** Keeps a file under an id of its own. */
export function keep(world: World, { purpose, filename, type, content, keptSeconds }: KeptFile): StripeFile {
  const id = world.random.id("file_1");
  const file: StripeFile = {
    id,
    object: "file",
    created: seconds(world),
    expires_at: keptSeconds === undefined ? null : seconds(world) + keptSeconds,
    filename,
    links: null,
    purpose,
    size: content.length,
    title: null,
    type,
    url: null,
  };
  world.files.set(id, { file, content });
  return file;
}

/** The files that have not expired, with addresses that lead to their content. */
export function list(world: World, pagesUrl: string): readonly StripeFile[] {
  const kept = [...world.files.values()].filter(({ file }) => (file.expires_at ?? Infinity) > seconds(world));
  return kept.map(({ file }) => ({ ...file, url: `${pagesUrl}/v1/files/${file.id}/contents` }));
}

/** GET /v1/files/{id}. Throws `resource_missing`, also once the file has expired. */
export function find(world: World, id: string, pagesUrl: string): StripeFile {
  const file = list(world, pagesUrl).find((one) => one.id === id);
  if (!file) throw missing("file", id);
  return file;
}

/** GET /v1/files/{id}/contents, with the key, as the file's `url` says. */
export function download(world: World, id: string): { readonly body: string; readonly media: string } {
  find(world, id, "");
  const { file, content }: Partial<FileRecord> = world.files.get(id) ?? {};
  return { body: content ?? "", media: mediaOf[file?.type ?? ""] ?? "application/octet-stream" };
}

/** Throws `resource_missing` for the id of a file there is not. */
export function checkFile(world: World, id: string | undefined, param: string): void {
  if (id !== undefined && id !== "" && !world.files.has(id)) throw missing("file", id, param);
}

function extensionOf(filename: string): string {
  const extension = /\.(\w+)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  return extension === "jpeg" ? "jpg" : extension;
}

/** What may be sent for which purpose (pages File upload and Splash screens). */
const limitsOf: Readonly<Record<string, { readonly types: readonly string[]; readonly most: number }>> = {
  dispute_evidence: { types: ["pdf", "jpg", "png"], most: 5_000_000 },
  terminal_reader_splashscreen: { types: ["gif", "jpg", "png"], most: 2_000_000 },
};

const mediaOf: Readonly<Record<string, string>> = {
  gif: "image/gif",
  jpg: "image/jpeg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
};
