import type { Config } from '@pressroom/config';
import { HttpSms } from './http-sms';
import { LogSms, type Tell } from './log-sms';
import { NotDelivered } from './not-delivered';
import type { SmsPort } from './sms-port';

/** The way to phones that the configuration names. In production the log is none. */
export function openSms(
  { outside, environment }: Pick<Config, 'outside' | 'environment'>,
  tell: Tell,
): SmsPort {
  const { smsUrl, otpEcho } = outside;
  if (smsUrl !== null && !smsUrl.startsWith('log:')) return new HttpSms(smsUrl);
  return environment === 'production' ? CLOSED : new LogSms(tell, otpEcho);
}

const CLOSED: SmsPort = { send: () => Promise.reject(new NotDelivered('sms_off', true)) };
