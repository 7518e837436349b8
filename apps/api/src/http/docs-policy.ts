const PLACE = /^\/docs(\/|\?|$)/;

export function isDocs(url: string): boolean {
  return PLACE.test(url);
}

/**
 * Swagger UI runs scripts of its own address only, writes style attributes and draws its icons from data addresses;
 * what is tried out there asks this service and, behind another name, the same service under its public address.
 */
export function docsPolicy(publicUrl: string | null): string {
  const here = publicUrl === null ? `'self'` : `'self' ${new URL(publicUrl).origin}`;
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `connect-src ${here}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}
