export const NAME = 'nutrition.intake';
export const VERSION = '1';
export const TITLE = 'Intake';
