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

const plain = {
  type: 'fetch',
  method: 'GET',
  url: '/api',
  bodySize: 0,
  status: 200,
  mime: 'application/json',
  startedDateTime: '2025-01-07T09:30:00.000Z',
};

/** A GET of Chrome's type `fetch` with a JSON response. An empty type stands for a file of another browser. */
export function entry(over: EntryLiteral): object {
  const { type, method, url, bodySize, status, mime, startedDateTime } = { ...plain, ...over };
  const headers = Object.entries({ Accept: '*/*', ...over.headers }).map(([name, value]) => ({ name, value }));
  return {
    ...(type === '' ? {} : { _resourceType: type }),
    startedDateTime,
    request: {
      method,
      url: url.startsWith('/') ? `${ORIGIN}${url}` : url,
      headers,
      cookies: [],
      queryString: [],
      bodySize,
      ...(over.postData === undefined ? {} : { postData: over.postData }),
    },
    response: { status, content: { mimeType: mime } },
  };
}

export const har = (...entries: readonly object[]): string => JSON.stringify({ log: { version: '1.2', entries } });
