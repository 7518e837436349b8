import { textFault } from '@pressroom/kernel';
import { z } from 'zod';
import { SCOPES } from '../access';
import { pageQuery } from '../http';

const scope = z.enum(SCOPES);
const LONGEST_NAME = 100;

export const newApiKey = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .refine(
        (text) => Array.from(text).length <= LONGEST_NAME,
        `must have at most ${LONGEST_NAME} characters`,
      )
      .refine(
        (text) => textFault(text) === null && !/\p{Cc}/u.test(text),
        'contains a character that is not text',
      )
      .meta({ description: 'What it is for. At most 100 characters.', examples: ['Nightly reports'] }),
    scopes: z
      .array(scope)
      .min(1)
      .max(SCOPES.length)
      .transform((scopes) => [...new Set(scopes)])
      .meta({ description: '`read` is for looking, `write` for everything else.' }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .optional()
      .refine((time) => typeof time !== 'string' || Date.parse(time) > Date.now(), 'must lie in the future')
      .meta({ description: 'Until it is revoked when absent or null.' }),
  })
  .meta({ title: 'NewApiKey' });
export type NewApiKey = z.output<typeof newApiKey>;

export const apiKeyAnswer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    hint: z.string().meta({ description: 'How the key begins.', examples: ['prk_qF4c'] }),
    scopes: z.array(z.string()),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To the minute.' }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ title: 'ApiKey' });
export type ApiKeyAnswer = z.infer<typeof apiKeyAnswer>;

export const madeApiKeyAnswer = apiKeyAnswer
  .extend({ key: z.string().meta({ description: 'For the header `X-API-Key`. Shown this once.' }) })
  .meta({ title: 'MadeApiKey' });

export const apiKeyPage = z
  .object({ data: z.array(apiKeyAnswer), nextCursor: z.string().nullable() })
  .meta({ title: 'ApiKeyPage' });

export const apiKeyQuery = z.strictObject(pageQuery);
export type ApiKeyQuery = z.infer<typeof apiKeyQuery>;
