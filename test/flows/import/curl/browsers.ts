import { type CurlCase, request } from './expected.ts';

/** "Copy as cURL" of Firefox for POSIX and Windows, and of Safari. */
export const otherBrowsers: Readonly<Record<string, CurlCase>> = {
  'Firefox, POSIX: options on their own lines, a bare method': {
    text: String.raw`curl 'http://localhost:5000/api/items' \
  --compressed \
  -X POST \
  -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0' \
  -H 'Accept: application/json' \
  -H 'Accept-Encoding: gzip, deflate, br, zstd' \
  -H 'Content-Type: application/json' \
  -H 'Connection: keep-alive' \
  -H 'Cookie: session=hunter2.firefox' \
  -H 'TE: trailers' \
  --data-raw '{"name":"tea"}'`,
    origin: 'http://localhost:5000',
    flow: request('post-api-items', {
      method: 'POST',
      path: '/api/items',
      headers: {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
        accept: 'application/json',
        cookie: '{{env.CURL_COOKIE}}',
      },
      body: { json: { name: 'tea' } },
    }),
    secrets: { CURL_COOKIE: 'session=hunter2.firefox' },
  },
  'Firefox, POSIX: octal and hexadecimal escapes': {
    text: String.raw`curl 'http://localhost:5000/api/greet' \
  -X POST \
  -H 'Content-Type: application/json' \
  --data-raw $'{"text":"it\'s caf\xe9\041"}'`,
    origin: 'http://localhost:5000',
    flow: request('post-api-greet', {
      method: 'POST',
      path: '/api/greet',
      headers: { accept: '*/*' },
      body: { json: { text: "it's café!" } },
    }),
  },
  'Firefox, POSIX: HEAD': {
    text: String.raw`curl 'http://localhost:5000/api/health' -I`,
    origin: 'http://localhost:5000',
    flow: request('head-api-health', { method: 'HEAD', path: '/api/health', headers: { accept: '*/*' } }),
  },
  'Firefox, POSIX: a multipart form': {
    text: String.raw`curl 'http://localhost:5000/api/upload' \
  -X POST \
  -H 'Content-Type: multipart/form-data; boundary=---------------------------123' \
  --data-binary $'-----------------------------123\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nhunter2part\r\n-----------------------------123--\r\n'`,
    origin: 'http://localhost:5000',
    flow: request('post-api-upload', {
      method: 'POST',
      path: '/api/upload',
      headers: { accept: '*/*' },
      body: { multipart: { api_key: '{{env.CURL_API_KEY}}' } },
    }),
    secrets: { CURL_API_KEY: 'hunter2part' },
  },
  'Firefox, Windows: braces without carets, a dollar with a backslash': {
    text: `curl ^"http://localhost:5000/api/prices^" ^\n  -X POST ^\n  -H ^"Content-Type: application/json^" ^\n  --data-raw ^"{\\^"price\\^":\\^"\\$5\\^"}^"`,
    origin: 'http://localhost:5000',
    flow: request('post-api-prices', {
      method: 'POST',
      path: '/api/prices',
      headers: { accept: '*/*' },
      body: { json: { price: '$5' } },
    }),
  },
  'Firefox, Windows: a query': {
    text: `curl ^"http://localhost:5000/api/items?a=1&b=2^" ^\n  --compressed ^\n  -H ^"Accept: */*^"`,
    origin: 'http://localhost:5000',
    flow: request(
      'get-api-items',
      { method: 'GET', path: '/api/items?a=1&b=2', headers: { accept: '*/*' } },
      { title: 'GET /api/items?a=***&b=***' },
    ),
  },
  'Safari: no indentation, the method always': {
    text: String.raw`curl 'http://localhost:3000/api/items' \
-X 'GET' \
-H 'Accept: */*' \
-H 'Sec-Fetch-Site: same-origin' \
-H 'Priority: u=3, i'`,
    flow: request('get-api-items', {
      method: 'GET',
      path: '/api/items',
      headers: { accept: '*/*', 'sec-fetch-site': 'same-origin', priority: 'u=3, i' },
    }),
  },
  'Safari: JSON as --data-binary, brackets of the URL with backslashes': {
    text: String.raw`curl 'http://localhost:3000/api/items?ids\[\]=1' \
-X 'POST' \
-H 'Content-Type: application/json' \
--data-binary '{"a":[1,2]}'`,
    flow: request(
      'post-api-items',
      { method: 'POST', path: '/api/items?ids[]=1', headers: { accept: '*/*' }, body: { json: { a: [1, 2] } } },
      { title: 'POST /api/items?ids[]=***' },
    ),
  },
  'Safari: a form as --data': {
    text: String.raw`curl 'http://localhost:3000/search' \
-X 'POST' \
-H 'Content-Type: application/x-www-form-urlencoded' \
--data 'q=green+tea&page=1'`,
    flow: request('post-search', {
      method: 'POST',
      path: '/search',
      headers: { accept: '*/*' },
      body: { form: { q: 'green tea', page: '1' } },
    }),
  },
};
