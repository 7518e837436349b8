import { z } from 'zod';
import { code, codeAnswer, meAnswer, password, phone } from './schemas';

const idToken = z.string().min(1).max(8192).meta({ description: 'A JWT that Google gave to the client.' });
const nonce = z.string().min(1).max(255).meta({ description: 'As the client made it for this sign-in.' });

export const googleBody = z.strictObject({ idToken, nonce: nonce.optional() }).meta({ title: 'GoogleToken' });
export type GoogleBody = z.infer<typeof googleBody>;

export const linkGoogleBody = googleBody
  .extend({ password: password.optional() })
  .meta({ title: 'LinkGoogle' });
export type LinkGoogleBody = z.infer<typeof linkGoogleBody>;

export const unlinkGoogleBody = z
  .strictObject({ password: password.optional() })
  .meta({ title: 'UnlinkGoogle' });
export type UnlinkGoogleBody = z.infer<typeof unlinkGoogleBody>;

export const changePasswordBody = z
  .strictObject({
    currentPassword: password.optional(),
    newPassword: password.meta({ description: '8 to 128 characters, none of the most common passwords.' }),
  })
  .meta({ title: 'ChangePassword' });
export type ChangePasswordBody = z.infer<typeof changePasswordBody>;

export const changePhoneBody = z
  .strictObject({ phone, code: code.optional(), password: password.optional() })
  .meta({ title: 'ChangePhone' });
export type ChangePhoneBody = z.infer<typeof changePhoneBody>;

export const changePhoneAnswer = z.union([codeAnswer, meAnswer]).meta({ title: 'PhoneChange' });
