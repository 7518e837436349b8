import { z } from 'zod';
import { pageQuery } from '../http';

const email = z
  .string()
  .min(3)
  .max(320)
  .meta({ description: 'Case does not matter.', examples: ['ana@example.org'] });
const name = z
  .string()
  .max(400)
  .nullable()
  .meta({ description: 'At most 100 characters.', examples: ['Ana'] });
// Longer texts than any password are refused before they cost anything; the domain knows the real rule.
export const password = z.string().max(1024);

export const signUpBody = z
  .strictObject({
    email,
    password: password.meta({
      description: '8 to 128 characters, none of the most common passwords.',
      examples: ['seven green kettles'],
    }),
    name: name.optional(),
  })
  .meta({ title: 'SignUp' });
export type SignUpBody = z.infer<typeof signUpBody>;

export const signInBody = z
  .strictObject({ email, password: password.meta({ examples: ['seven green kettles'] }) })
  .meta({ title: 'SignIn' });
export type SignInBody = z.infer<typeof signInBody>;

export const refreshBody = z
  .strictObject({
    refreshToken: z
      .string()
      .max(4096)
      .meta({ examples: ['prt_qF4c2u5S6c9xVt3kN0yJwUO1bXhB7dLmZr8aEgPiTsM'] }),
  })
  .meta({ title: 'Refresh' });
export type RefreshBody = z.infer<typeof refreshBody>;

export const phone = z
  .string()
  .min(7)
  .max(40)
  .meta({
    description: 'E.164: a plus sign, the calling code, the number. Spaces and hyphens do not count.',
    examples: ['+12025550143'],
  });
export const code = z
  .string()
  .regex(/^[0-9]{6}$/, 'must be six digits')
  .meta({ examples: ['012345'] });

export const requestCodeBody = z.strictObject({ phone }).meta({ title: 'RequestCode' });
export type RequestCodeBody = z.infer<typeof requestCodeBody>;

export const verifyCodeBody = z.strictObject({ phone, code }).meta({ title: 'VerifyCode' });
export type VerifyCodeBody = z.infer<typeof verifyCodeBody>;

export const codeAnswer = z
  .object({
    status: z.literal('SENT_IF_POSSIBLE'),
    expiresIn: z.int().meta({ description: 'Seconds that the code is good for once it is sent.' }),
    resendAfter: z.int().meta({ description: 'Seconds before another one can be asked for.' }),
  })
  .meta({ title: 'CodeAsked' });
export type CodeAnswer = z.infer<typeof codeAnswer>;

export const changeMeBody = z.strictObject({ name: name.optional() }).meta({ title: 'ChangeMe' });
export type ChangeMeBody = z.infer<typeof changeMeBody>;

const user = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164' }),
    name: z.string().nullable(),
    role: z.enum(['member', 'operator']),
  })
  .meta({
    title: 'User',
    examples: [
      {
        id: '0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6e',
        email: 'ana@example.org',
        phone: null,
        name: 'Ana',
        role: 'member',
      },
    ],
  });

export const meAnswer = user.extend({ createdAt: z.iso.datetime() }).meta({ title: 'Me' });
export type MeAnswer = z.infer<typeof meAnswer>;

export const tokensAnswer = z
  .object({
    accessToken: z.string().meta({ description: 'A JWT for the Authorization header.' }),
    refreshToken: z.string().meta({ description: 'Good once, for the next pair.' }),
    expiresIn: z.int().meta({ description: 'Seconds the access token lives.', examples: [900] }),
    tokenType: z.literal('Bearer'),
    user,
  })
  .meta({ title: 'Tokens' });
export type TokensAnswer = z.infer<typeof tokensAnswer>;

export const sessionAnswer = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    userAgent: z.string().nullable(),
    current: z.boolean().meta({ description: 'The session of this very request.' }),
  })
  .meta({ title: 'Session' });
export type SessionAnswer = z.infer<typeof sessionAnswer>;

export const sessionPageAnswer = z
  .object({ data: z.array(sessionAnswer), nextCursor: z.string().nullable() })
  .meta({ title: 'SessionPage' });

export const sessionQuery = z.strictObject(pageQuery);
export type SessionQuery = z.infer<typeof sessionQuery>;
