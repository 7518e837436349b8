import { z } from 'zod';
import type { Environment } from '../environment';
import { address, onOff, whole } from '../kinds';

/** Everything beyond our own servers. */
export interface OutsideConfig {
  /** Where text messages go; null keeps them in the log (development) or refuses them (production). */
  smsUrl: string | null;
  mailUrl: string | null;
  /** One-time codes are shown in the log; never in production. */
  otpEcho: boolean;
  /** `publicKey:privateKey`, both base64url; null: web push is off. */
  vapid: { publicKey: string; privateKey: string } | null;
  /** Calls a minute to a provider of activity data. */
  providerRatePerMinute: number;
  plannerEffort: number;
  ocrEngine: string | null;
}

export function readOutside(environment: Environment): OutsideConfig | undefined {
  const values = environment.read({
    SMS_URL: address(['http:', 'https:', 'log:', 'file:']).optional(),
    MAIL_URL: address(['smtp:', 'smtps:', 'http:', 'https:', 'log:', 'file:']).optional(),
    OTP_ECHO: onOff(false),
    VAPID_KEYS: z
      .string()
      .regex(/^[A-Za-z0-9_-]{80,100}:[A-Za-z0-9_-]{40,50}$/, 'must be publicKey:privateKey in base64url')
      .optional(),
    PROVIDER_RATE_PER_MINUTE: whole(1, 100_000, 50),
    PLANNER_EFFORT: whole(1, 1_000_000, 100),
    OCR_ENGINE: z.string().optional(),
  });
  if (values === undefined) return undefined;
  if (environment.production && values.OTP_ECHO) {
    environment.fault('OTP_ECHO', 'must be off in production');
  }
  const [publicKey, privateKey] = values.VAPID_KEYS?.split(':') ?? [];
  return {
    smsUrl: values.SMS_URL ?? null,
    mailUrl: values.MAIL_URL ?? null,
    otpEcho: values.OTP_ECHO,
    vapid: publicKey === undefined || privateKey === undefined ? null : { publicKey, privateKey },
    providerRatePerMinute: values.PROVIDER_RATE_PER_MINUTE,
    plannerEffort: values.PLANNER_EFFORT,
    ocrEngine: values.OCR_ENGINE ?? null,
  };
}
