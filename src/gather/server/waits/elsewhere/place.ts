const PLACE = /^(?:\[(?<six>[\da-f:.]+)(?:%[^\]\s]*)?\]|(?<four>\d{1,3}(?:\.\d{1,3}){3}|\*)):(?<port>\d{1,5}|\*)$/i;

/** An IPv4 address that is written as an IPv6 one (RFC 4291 §2.5.5.2). */
const MAPPED = /^::ffff:(?=\d{1,3}(?:\.\d{1,3}){3}$)/i;

/**
 * An address and a port as lsof and netstat write them, in one form: an IPv4 address that is mapped to IPv6 as IPv4, and
 * without the zone of a link-local address. Null where the text is no place.
 */
export function placeIn(text: string): string | null {
  const { six, four, port } = PLACE.exec(text)?.groups ?? {};
  if (port === undefined) return null;
  if (six === undefined) return `${four}:${port}`;
  const address = six.replace(MAPPED, '');
  return address === six ? `[${six.toLowerCase()}]:${port}` : `${address}:${port}`;
}
