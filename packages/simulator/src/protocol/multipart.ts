import { invalidRequest } from "./errors.ts";

/** A file as it was sent. */
export interface Upload {
  readonly filename: string;
  /** One character per byte. */
  readonly content: string;
}

/** What a multipart form holds. */
export interface MultipartForm {
  /** Its texts, written as a plain form, with the file's name in the place of the file. */
  readonly text: string;
  readonly upload?: Upload;
}

/** Whether a body is a multipart form. Such a body is handed around with one character per byte. */
export function isMultipart(contentType: string | undefined): boolean {
  return (contentType ?? "").startsWith("multipart/form-data");
}

/** Reads a multipart form. Throws a 400 for what is none. */
export function readMultipart(body: string, contentType: string): MultipartForm {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw invalidRequest("The multipart form does not say its boundary.");
  const [, ...parts] = `\r\n${body}`.split(`\r\n--${boundary}`);
  const closing = parts.pop();
  if (!closing?.startsWith("--")) throw invalidRequest("The multipart form breaks off.");
  const texts: string[] = [];
  let upload: Upload | undefined;
  for (const part of parts) {
    const { name, filename, content } = readPart(part);
    if (filename !== undefined) upload = { filename, content };
    texts.push(`${encodeURIComponent(name)}=${encodeURIComponent(filename ?? utf8(content))}`);
  }
  return { text: texts.join("&"), ...(upload && { upload }) };
}

function readPart(part: string): { readonly name: string; readonly filename?: string; readonly content: string } {
  const end = part.indexOf("\r\n\r\n");
  const headers = part.slice(0, Math.max(0, end));
  const name = /\bname="([^"]*)"/.exec(headers)?.[1];
  if (end < 0 || name === undefined) throw invalidRequest("A part of the multipart form has no name.");
  const filename = /\bfilename="([^"]*)"/.exec(headers)?.[1];
  return {
    name: utf8(name),
    content: part.slice(end + 4),
    ...(filename !== undefined && { filename: utf8(filename) }),
  };
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
