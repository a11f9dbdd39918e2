/** The number of characters of a redirect's target that are shown. */
const LONGEST_PLACE = 200;

/** Host and path of a Location header. Query, fragment, user and password are left out, since they may be secrets. */
export function placeOf(location: string | undefined): string | null {
  if (location === undefined) return null;
  const [place = ''] = location.split(/[?#]/);
  return place.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//').slice(0, LONGEST_PLACE);
}
