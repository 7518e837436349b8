export const NAME = 'stores.outlook';
export const VERSION = '1';
export const TITLE = 'Store outlook';
