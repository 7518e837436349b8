import { z } from 'zod';

/** `?limit&cursor` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items on a page, 1 to 200.'),
  cursor: z.string().max(200).optional().describe('`nextCursor` of the page before.'),
};
