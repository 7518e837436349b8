import { z } from 'zod';

const MOST = 200;

/** Digits only: what JavaScript would also take for a number (`1e2`, `0x10`, spaces) is refused. */
const limit = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(MOST))
  .default(50)
  .describe(`Items on a page, 1 to ${MOST}.`);

/** `?limit&cursor` of every list. */
export const pageQuery = {
  limit,
  cursor: z.string().max(300).optional().describe('`nextCursor` of the page before.'),
};
