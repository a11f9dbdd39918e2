import { type CurlCase, request } from './expected.ts';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** "Copy as cURL (bash)" of Chrome and Edge. */
export const chromeBash: Readonly<Record<string, CurlCase>> = {
  'a GET with all headers of Chrome': {
    text: String.raw`curl 'http://localhost:3000/api/items?page=2&q=tea' \
  -H 'Accept: application/json, text/plain, */*' \
  -H 'Accept-Language: en-US,en;q=0.9' \
  -H 'Cache-Control: no-cache' \
  -H 'Connection: keep-alive' \
  -H 'Referer: http://localhost:3000/shop' \
  -H 'Sec-Fetch-Dest: empty' \
  -H 'User-Agent: ${AGENT}' \
  -H 'sec-ch-ua: "Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"' \
  -H 'sec-ch-ua-mobile: ?0'`,
    flow: request(
      'get-api-items',
      {
        method: 'GET',
        path: '/api/items?page=2&q=tea',
        headers: {
          accept: 'application/json, text/plain, */*',
          'accept-language': 'en-US,en;q=0.9',
          'cache-control': 'no-cache',
          referer: 'http://localhost:3000/shop',
          'sec-fetch-dest': 'empty',
          'user-agent': AGENT,
          'sec-ch-ua': '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"',
          'sec-ch-ua-mobile': '?0',
        },
      },
      { title: 'GET /api/items?page=***&q=***' },
    ),
  },
  'a POST of JSON with a cookie and a bearer': {
    text: String.raw`curl 'http://localhost:3000/api/orders' \
  -H 'accept: */*' \
  -H 'authorization: Bearer hunter2.access' \
  -H 'content-type: application/json' \
  -b 'sid=s%3Ahunter2-cookie; theme=dark' \
  -H 'origin: http://localhost:3000' \
  --data-raw '{"item":7,"note":"two {{cups}}"}'`,
    flow: request('post-api-orders', {
      method: 'POST',
      path: '/api/orders',
      headers: {
        accept: '*/*',
        authorization: '{{env.CURL_AUTHORIZATION}}',
        origin: 'http://localhost:3000',
        cookie: '{{env.CURL_COOKIE}}',
      },
      body: { json: { item: 7, note: 'two {{{{cups}}' } },
    }),
    secrets: {
      CURL_AUTHORIZATION: 'Bearer hunter2.access',
      CURL_COOKIE: 'sid=s%3Ahunter2-cookie; theme=dark',
    },
  },
  'a body with a quote, an exclamation mark and a character beyond ASCII': {
    text: String.raw`curl 'http://localhost:3000/api/notes' \
  -X 'PUT' \
  -H 'Content-Type: application/json' \
  --data-raw $'{"text":"it\'s\u0021 \\\\ caf\u00e9"}' \
  --compressed`,
    flow: request('put-api-notes', {
      method: 'PUT',
      path: '/api/notes',
      headers: { accept: '*/*' },
      body: { json: { text: "it's! \\ café" } },
    }),
  },
  'a form': {
    text: String.raw`curl 'http://localhost:8000/login/' \
  -H 'Content-Type: application/x-www-form-urlencoded' \
  -H 'Upgrade-Insecure-Requests: 1' \
  --data-raw 'csrfmiddlewaretoken=hunter2token&username=ada&password=hunter2+pw%21&next=%2F' \
  --insecure`,
    origin: 'http://localhost:8000',
    flow: request('post-login', {
      method: 'POST',
      path: '/login/',
      headers: { 'upgrade-insecure-requests': '1', accept: '*/*' },
      body: {
        form: {
          csrfmiddlewaretoken: '{{env.CURL_CSRFMIDDLEWARETOKEN}}',
          username: 'ada',
          password: '{{env.CURL_PASSWORD}}',
          next: '/',
        },
      },
    }),
    secrets: { CURL_CSRFMIDDLEWARETOKEN: 'hunter2token', CURL_PASSWORD: 'hunter2 pw!' },
  },
  'a multipart form': {
    text: String.raw`curl 'http://localhost:3000/api/upload' \
  -H 'Content-Type: multipart/form-data; boundary=----WebKitFormBoundaryAb12' \
  --data-raw $'------WebKitFormBoundaryAb12\r\nContent-Disposition: form-data; name="title"\r\n\r\nTea\r\n------WebKitFormBoundaryAb12\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n------WebKitFormBoundaryAb12--\r\n'`,
    flow: request('post-api-upload', {
      method: 'POST',
      path: '/api/upload',
      headers: { accept: '*/*' },
      body: { multipart: { title: 'Tea', file: { filename: 'a.txt', type: 'text/plain', content: 'hello' } } },
    }),
  },
  'a DELETE': {
    text: String.raw`curl 'http://localhost:3000/api/items/42' \
  -X 'DELETE' \
  -H 'X-CSRF-Token: hunter2csrf'`,
    flow: request('delete-api-items-42', {
      method: 'DELETE',
      path: '/api/items/42',
      headers: { 'x-csrf-token': '{{env.CURL_X_CSRF_TOKEN}}', accept: '*/*' },
    }),
    secrets: { CURL_X_CSRF_TOKEN: 'hunter2csrf' },
  },
  'a URL with brackets': {
    text: String.raw`curl --globoff 'http://localhost:3000/api/items?filter[name]=tea&ids[]=1' \
  -H 'Accept: application/json'`,
    flow: request(
      'get-api-items',
      { method: 'GET', path: '/api/items?filter[name]=tea&ids[]=1', headers: { accept: 'application/json' } },
      { title: 'GET /api/items?filter[name]=***&ids[]=***' },
    ),
  },
  'an empty body, an empty header and a length': {
    text: String.raw`curl 'http://localhost:3000/api/jobs/run' \
  -X 'POST' \
  -H 'content-length: 0' \
  -H 'x-empty;' \
  -H 'content-type: application/json'`,
    flow: request('post-api-jobs-run', {
      method: 'POST',
      path: '/api/jobs/run',
      headers: { 'x-empty': '', 'content-type': 'application/json', accept: '*/*' },
    }),
  },
  'a GraphQL query with a type that has a charset': {
    text: String.raw`curl 'http://localhost:4000/graphql' \
  -H 'content-type: application/json; charset=utf-8' \
  --data-raw $'{"operationName":"Me","variables":{},"query":"query Me {\\n  me { id }\\n}"}'`,
    origin: 'http://localhost:4000',
    flow: request('post-graphql', {
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json; charset=utf-8', accept: '*/*' },
      body: { json: { operationName: 'Me', variables: {}, query: 'query Me {\n  me { id }\n}' } },
    }),
  },
  'a URL with an encoded path, user-defined headers of HTTP/2 and a fragment': {
    text: String.raw`curl 'https://localhost:8443/caf%C3%A9/%7Bid%7D#top' \
  -H ':authority: localhost:8443' \
  -H 'accept-encoding: gzip, deflate, br, zstd' \
  -H 'x-tenant: blue'`,
    origin: 'https://localhost:8443',
    flow: request('get-caf-id', {
      method: 'GET',
      path: '/caf%C3%A9/%7Bid%7D',
      headers: { 'x-tenant': 'blue', accept: '*/*' },
    }),
  },
};

/** "Copy as cURL (cmd)" of Chrome and Edge. */
export const chromeCmd: Readonly<Record<string, CurlCase>> = {
  'a GET, every sign escaped': {
    text: `curl ^"http://localhost:3000/api/items?page=2^&q=a^%^20b^" ^
  -H ^"Accept: */*^" ^
  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"131^\\^"^" ^
  -b ^"sid=hunter2cookie^"`,
    flow: request(
      'get-api-items',
      {
        method: 'GET',
        path: '/api/items?page=2&q=a%20b',
        headers: { accept: '*/*', 'sec-ch-ua': '"Chromium";v="131"', cookie: '{{env.CURL_COOKIE}}' },
      },
      { title: 'GET /api/items?page=***&q=***' },
    ),
    secrets: { CURL_COOKIE: 'sid=hunter2cookie' },
  },
  'a POST of JSON': {
    text: `curl ^"http://localhost:3000/api/orders^" ^\r\n  -H ^"Content-Type: application/json^" ^\r\n  --data-raw ^"^{^\\^"item^\\^":7,^\\^"path^\\^":^\\^"C:^\\^\\^\\^\\tea^\\^",^\\^"share^\\^":^\\^"50^%^\\^"^}^"`,
    flow: request('post-api-orders', {
      method: 'POST',
      path: '/api/orders',
      headers: { accept: '*/*' },
      body: { json: { item: 7, path: 'C:\\tea', share: '50%' } },
    }),
  },
  'a body of two lines': {
    text: `curl ^"http://localhost:3000/api/log^" ^\n  -H ^"Content-Type: text/plain^" ^\n  --data-raw ^"one^\n\ntwo^"`,
    flow: request('post-api-log', {
      method: 'POST',
      path: '/api/log',
      headers: { accept: '*/*' },
      body: { text: 'one\ntwo', type: 'text/plain' },
    }),
  },
  'carets inside bare quotes, as versions around 2023 wrote': {
    text: `curl "http://localhost:3000/api/orders" ^\n  -H "Content-Type: application/json" ^\n  --data-raw "^{^\\^"a^\\^":1^}"`,
    flow: request('post-api-orders', {
      method: 'POST',
      path: '/api/orders',
      headers: { accept: '*/*' },
      body: { json: { a: 1 } },
    }),
  },
};
