import { readFailure } from "../failure.ts";

/**
 * Reads an object with others in it, the most dispensable last, and leaves that out where the key may not see it.
 *
 * A restricted key needs a permission for each object that is expanded. One that is missing must cost the card on the receipt, and
 * not the knowledge that the guest has paid.
 */
export async function readExpanded<Read>(
  expand: readonly string[],
  read: (expand: string[]) => Promise<Read>,
): Promise<Read> {
  try {
    return await read([...expand]);
  } catch (error) {
    if (readFailure(error).status !== 403 || expand.length === 0) throw error;
    return read(expand.slice(0, -1));
  }
}
