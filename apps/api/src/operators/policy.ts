const SHARED = [`default-src 'none'`, `base-uri 'self'`, `form-action 'self'`, `frame-ancestors 'none'`];

/** Nothing but its own style. */
export const PAGE_POLICY = [...SHARED, `style-src 'unsafe-inline'`].join('; ');

/** The board's own scripts, no others and no other host: its page asks for fonts elsewhere and does without. */
export const BOARD_POLICY = [
  ...SHARED,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
].join('; ');
