import { z } from 'zod';

export const eraseBody = z
  .strictObject({
    password: z
      .string()
      .max(1024)
      .optional()
      .meta({ description: 'Of the account, when it has one.', examples: ['seven green kettles'] }),
  })
  .meta({ title: 'EraseMe' });
export type EraseBody = z.infer<typeof eraseBody>;

export const erasureAnswer = z
  .object({
    id: z.uuid(),
    status: z.enum(['RUNNING', 'COMPLETED']),
    requestedAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
    statusUrl: z
      .url()
      .meta({ description: 'How it is going, for whoever has this address: no sign-in is left.' }),
    certificate: z
      .string()
      .nullable()
      .meta({ description: 'Compact JWS (EdDSA), verifiable with `/.well-known/pressroom-keys.json`.' }),
  })
  .meta({ title: 'Erasure' });
export type ErasureAnswer = z.infer<typeof erasureAnswer>;

export const keysAnswer = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
      }),
    ),
  })
  .meta({ title: 'PublishedKeys' });
export type KeysAnswer = z.infer<typeof keysAnswer>;
