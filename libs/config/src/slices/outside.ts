import type { Environment } from '../environment';
import { address, list, onOff, whole } from '../kinds';

/** Everything beyond our own servers. */
export interface OutsideConfig {
  /** Where text messages go; null keeps them in the log (development) or closes the sign-in by phone (production). */
  smsUrl: string | null;
  /** Beginnings of numbers, after the plus sign, that messages go to; null: all but costly ones. */
  smsCountries: readonly string[] | null;
  /** One-time codes within 24 hours in all: what a flood may cost. */
  smsDayBudget: number;
  /** One-time codes are shown in the log; never in production. */
  otpEcho: boolean;
}

export function readOutside(environment: Environment): OutsideConfig | undefined {
  const values = environment.read({
    SMS_URL: address(['http:', 'https:', 'log:']).optional(),
    SMS_COUNTRIES: list
      .refine(
        (codes) => codes.every((code) => /^[1-9]\d{0,6}$/.test(code)),
        'must be calling codes between commas, such as 1,44,49',
      )
      .optional(),
    SMS_DAY_BUDGET: whole(0, 100_000_000, 10_000),
    OTP_ECHO: onOff(false),
  });
  if (values === undefined) return undefined;
  if (environment.production && values.OTP_ECHO) {
    environment.fault('OTP_ECHO', 'must be off in production');
  }
  // Whoever reads a code signs in with it: neither the log nor an open line may carry it.
  if (environment.production && values.SMS_URL?.startsWith('https:') === false) {
    environment.fault('SMS_URL', 'must begin with https:// in production');
  }
  return {
    smsUrl: values.SMS_URL ?? null,
    smsCountries: values.SMS_COUNTRIES ?? null,
    smsDayBudget: values.SMS_DAY_BUDGET,
    otpEcho: values.OTP_ECHO,
  };
}
