/** What a person may agree to. Stored with every decision: never renamed. */
export const CONSENT_PURPOSES = ['terms', 'privacy', 'health-data'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export interface ConsentText {
  /** 1, 2, … within a purpose. */
  version: number;
  title: string;
  /** Plain text. */
  text: string;
}

/** Every text that there ever was; of each purpose the newest is current. */
export type ConsentTexts = Readonly<Record<ConsentPurpose, readonly [ConsentText, ...ConsentText[]]>>;

/**
 * A text that people may have agreed to is never changed: another wording is another version. The old ones stay, for
 * they say what the decisions of then were about.
 */
export const CONSENT_TEXTS: ConsentTexts = {
  terms: [
    {
      version: 1,
      title: 'Terms of use',
      text:
        'Send in data that are yours, or that you may process. Keep your password and your API keys to yourself. ' +
        'Reports are computed from what you sent; they are no medical, legal or financial advice. You may leave at any ' +
        'time: deleting the account erases what is held about it.',
    },
  ],
  privacy: [
    {
      version: 1,
      title: 'Privacy',
      text:
        'Held about you are your e-mail address, phone number and name, your sessions, what you enter and upload, and ' +
        'the reports made of it. It serves to make the reports that you ask for and to keep the service safe. Operators ' +
        'of the service see it as far as their work needs it. You can have a copy of everything, and have everything ' +
        'erased; what stays then is a certificate, and a log of security events under a random id.',
    },
  ],
  'health-data': [
    {
      version: 1,
      title: 'Data about health',
      text:
        'Food logs tell about your health: what you ate and drank, when, and what was in it. You agree that they are ' +
        'stored, and computed with to make reports. You may withdraw this at any time; what was done before stays ' +
        'lawful. Entries are removed when you delete them or the account.',
    },
  ],
};

export function currentText(texts: readonly [ConsentText, ...ConsentText[]]): ConsentText {
  return texts.reduce((newest, each) => (each.version > newest.version ? each : newest), texts[0]);
}
