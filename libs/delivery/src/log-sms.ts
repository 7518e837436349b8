import type { SmsMessage, SmsPort } from './sms-port';

/** Where a message that nobody sends is told of. */
export type Tell = (fields: Readonly<Record<string, string>>, words: string) => void;

/**
 * For development: sends nothing. Whose number it is is never told, and the words only when they are asked for by
 * OTP_ECHO, which production refuses, as it refuses this way itself.
 */
export class LogSms implements SmsPort {
  constructor(
    private readonly tell: Tell,
    private readonly echo: boolean,
  ) {}

  send({ text, reference }: SmsMessage): Promise<void> {
    const fields = { 'event.action': 'sms-kept-back', 'sms.reference': reference };
    if (this.echo) this.tell({ ...fields, 'sms.text': text }, 'a text message that nobody sends');
    else this.tell(fields, 'a text message that nobody sends; OTP_ECHO=on shows its words');
    return Promise.resolve();
  }
}
