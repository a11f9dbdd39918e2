/** So many characters of a redirect's target are shown. */
const LONGEST_PLACE = 200;

/** Host and path of a Location header; its query and fragment may hold secrets and are left out, as are user and password. */
export function placeOf(location: string | undefined): string | null {
  if (location === undefined) return null;
  const [place = ''] = location.split(/[?#]/);
  return place.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//').slice(0, LONGEST_PLACE);
}
