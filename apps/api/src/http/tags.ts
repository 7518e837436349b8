/** Chapters of the OpenAPI document. */
export const TAGS = {
  accounts: 'Accounts',
  foodLogs: 'Food logs',
  imports: 'Imports',
  reports: 'Reports',
  feedback: 'Student feedback',
  stores: 'Store monitoring',
  operations: 'Operations',
} as const;

/** In the order in which they are shown, with what each is about. */
export const CHAPTERS: Readonly<Record<(typeof TAGS)[keyof typeof TAGS], string>> = {
  Accounts: 'Sign up or in, refresh tokens, end sessions, agree and withdraw. **Begin here.**',
  Reports: 'Choose a template, ask for a report, follow it, download its files.',
  'Food logs': 'What was eaten, when, and what was in it: the data of the nutrition templates.',
  Imports: 'How the import of an uploaded file is doing, and the rows that were not taken.',
  'Student feedback':
    'The order in which students worked on questions, from the events of a learning platform.',
  'Store monitoring':
    'How long each store was up within its business hours, from polls, hours and time zones.',
  Operations: 'For those who run the service: is it alive, is it ready, how is it doing.',
};
