/**
 * Whether If-None-Match names the entity tag at hand: weak comparison, lists and `*` (RFC 9110, 13.1.2).
 * @param header as received @param etag with its quotes, weak or strong
 */
export function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((each) => ['*', bare].includes(each.trim().replace(/^W\//, '')));
}
