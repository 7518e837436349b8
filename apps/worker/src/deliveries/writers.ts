import type { Config } from '@pressroom/config';
import type { SmsMessage } from '@pressroom/delivery';
import type { SystemSql } from '@pressroom/entities';
import { CodeWriter, PHONE_CODE } from '@pressroom/identity';

export type Written = Pick<SmsMessage, 'to' | 'text'>;

/** Finds recipient and words of a message at the moment of sending. Null: nobody wants it any more. */
export type Writer = (subjectId: string) => Promise<Written | null>;

/** Every kind of message that goes to phones: a new one is a writer in its domain and a line here. */
export function smsWriters(
  { otpPepper }: Pick<Config, 'otpPepper'>,
  sql: SystemSql,
): ReadonlyMap<string, Writer> {
  const codes = new CodeWriter(sql, otpPepper);
  return new Map<string, Writer>([[PHONE_CODE, (challengeId) => codes.write(challengeId)]]);
}
