/** So many characters of a redirect's target are shown. */
const LONGEST_PLACE = 200;

/** Host and path of a Location header; its query and fragment may hold secrets and are left out, as are user and password. */
export function placeOf(location: string | undefined): string | null {
  if (location === undefined) return null;
  const [place = ''] = location.split(/[?#]/);
  return place.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//').slice(0, LONGEST_PLACE);
}

/**
 * Node's parser refuses a status that does not have three digits, though it was a status line: then the number in it.
 * @returns null for every other error.
 */
export function statusThatHttpLacks(error: NodeJS.ErrnoException & { readonly rawPacket?: unknown }): number | null {
  if (error.code !== 'HPE_INVALID_STATUS' || !(error.rawPacket instanceof Uint8Array)) return null;
  const text = new TextDecoder('latin1').decode(error.rawPacket.subarray(0, 64));
  const [, digits] = /^HTTP\/1\.\d (\d{1,9})(?!\d)/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
