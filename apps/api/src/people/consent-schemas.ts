import { CONSENT_PURPOSES } from '@pressroom/people';
import { z } from 'zod';

const purpose = z.enum(CONSENT_PURPOSES).meta({ description: 'What the text is about.' });
const version = z.int().min(1).meta({ description: 'Of the text.' });

export const decideBody = z
  .strictObject({
    purpose,
    version,
    given: z.boolean().meta({ description: 'true agrees; false withdraws.' }),
  })
  .meta({ title: 'ConsentDecision' });
export type DecideBody = z.infer<typeof decideBody>;

export const textsAnswer = z
  .object({ data: z.array(z.object({ purpose, version, title: z.string(), text: z.string() })) })
  .meta({ title: 'ConsentTexts' });
export type TextsAnswer = z.infer<typeof textsAnswer>;

export const consentAnswer = z
  .object({
    purpose,
    title: z.string(),
    currentVersion: version,
    agreedVersion: version.nullable().meta({ description: 'null: nothing agreed to, or no longer.' }),
    agreedAt: z.iso.datetime().nullable(),
    current: z.boolean().meta({ description: 'Whether the text agreed to is the current one.' }),
    history: z
      .array(z.object({ version, given: z.boolean(), at: z.iso.datetime() }))
      .meta({ description: 'Newest first, at most 100; the export has all.' }),
  })
  .meta({ title: 'Consent' });
export type ConsentAnswer = z.infer<typeof consentAnswer>;

export const consentsAnswer = z.object({ data: z.array(consentAnswer) }).meta({ title: 'Consents' });
export type ConsentsAnswer = z.infer<typeof consentsAnswer>;
