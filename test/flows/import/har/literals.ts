/** One entry of a HAR file, as much of it as an import reads. */
export interface EntryLiteral {
  readonly type?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly postData?: object;
  readonly bodySize?: number;
  readonly status?: number;
  readonly mime?: string;
  readonly startedDateTime?: string;
}

const ORIGIN = 'http://localhost:3000';

/** A GET of Chrome's type `fetch` with a JSON response. */
export const entry = ({ type = 'fetch', ...over }: EntryLiteral): object => ({
  ...(type === '' ? {} : { _resourceType: type }),
  startedDateTime: over.startedDateTime ?? '2025-01-07T09:30:00.000Z',
  request: {
    method: over.method ?? 'GET',
    url: over.url?.startsWith('/') === false ? over.url : `${ORIGIN}${over.url ?? '/api'}`,
    headers: Object.entries({ Accept: '*/*', ...over.headers }).map(([name, value]) => ({ name, value })),
    cookies: [],
    queryString: [],
    bodySize: over.bodySize ?? 0,
    ...(over.postData === undefined ? {} : { postData: over.postData }),
  },
  response: { status: over.status ?? 200, content: { mimeType: over.mime ?? 'application/json' } },
});

export const har = (...entries: readonly object[]): string => JSON.stringify({ log: { version: '1.2', entries } });
