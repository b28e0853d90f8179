import { z } from "zod";
import { parse } from "./requests.ts";
import type { ReviewResolution } from "./types/requests.ts";

const resolutionRequest = z.strictObject({
  review: z.string().min(1).max(300),
  by: z.string().min(1).max(200),
  note: z.string().min(1).max(1_000).exactOptional(),
  fulfil: z.boolean().exactOptional(),
});

/** @throws TillkitError `invalid_request` */
export function parseResolution(review: string, resolution: ReviewResolution): z.output<typeof resolutionRequest> {
  return parse(resolutionRequest, { ...resolution, review }, "resolve");
}
