import { type CurlCase, request } from './expected.ts';

const JSON_TEXT = '{\n    "name": "tea",\n    "size": 2\n}';

/** Commands of API clients, documentation and terminals. */
export const tools: Readonly<Record<string, CurlCase>> = {
  'Postman: JSON over several lines stays as it is written': {
    text: String.raw`curl --location 'localhost:8080/api/items' \
--header 'Content-Type: application/json' \
--header 'x-api-key: hunter2postman' \
--data '${JSON_TEXT}'`,
    origin: 'http://localhost:8080',
    flow: request('post-api-items', {
      method: 'POST',
      path: '/api/items',
      headers: { 'x-api-key': '{{env.CURL_X_API_KEY}}', accept: '*/*' },
      body: { text: JSON_TEXT, type: 'application/json' },
    }),
    secrets: { CURL_X_API_KEY: 'hunter2postman' },
  },
  'Postman: a form with quotes': {
    text: String.raw`curl --location --request PATCH 'http://localhost:8080/api/me' \
--form 'name="Ada; Countess"' \
--form 'password="hunter2form"'`,
    origin: 'http://localhost:8080',
    flow: request('patch-api-me', {
      method: 'PATCH',
      path: '/api/me',
      headers: { accept: '*/*' },
      body: { multipart: { name: 'Ada; Countess', password: '{{env.CURL_PASSWORD}}' } },
    }),
    secrets: { CURL_PASSWORD: 'hunter2form' },
  },
  'Postman: --data-urlencode': {
    text: String.raw`curl --location 'http://localhost:8080/token' \
--header 'Content-Type: application/x-www-form-urlencoded' \
--data-urlencode 'grant_type=client_credentials' \
--data-urlencode 'client_secret=hunter2 secret' \
--data-urlencode 'scope=a b'`,
    origin: 'http://localhost:8080',
    flow: request('post-token', {
      method: 'POST',
      path: '/token',
      headers: { accept: '*/*' },
      body: { form: { grant_type: 'client_credentials', client_secret: '{{env.CURL_CLIENT_SECRET}}', scope: 'a b' } },
    }),
    secrets: { CURL_CLIENT_SECRET: 'hunter2 secret' },
  },
  'Insomnia: --url and --request': {
    text: String.raw`curl --request POST \
  --url http://localhost:3000/api/orders \
  --header 'Content-Type: application/json' \
  --header 'User-Agent: insomnia/10.3.0' \
  --data '{"item":1}'`,
    flow: request('post-api-orders', {
      method: 'POST',
      path: '/api/orders',
      headers: { 'user-agent': 'insomnia/10.3.0', accept: '*/*' },
      body: { json: { item: 1 } },
    }),
  },
  'Stripe: a key as the user, several -d': {
    text: String.raw`$ curl http://localhost:12111/v1/charges \
  -u "sk_test_hunter2hunter2:" \
  -d amount=2000 \
  -d currency=usd \
  -d "metadata[order]=6735"`,
    origin: 'http://localhost:12111',
    flow: request('post-v1-charges', {
      method: 'POST',
      path: '/v1/charges',
      headers: { authorization: '{{env.CURL_AUTHORIZATION}}', accept: '*/*' },
      body: { text: 'amount=2000&currency=usd&metadata[order]=6735', type: 'application/x-www-form-urlencoded' },
    }),
    secrets: { CURL_AUTHORIZATION: 'Basic c2tfdGVzdF9odW50ZXIyaHVudGVyMjo=' },
  },
  'GitHub: -L, a placeholder token, JSON of one line': {
    text: String.raw`curl -L \
  -X POST \
  -H "Accept: application/vnd.github+json" \
  -H "Authorization: Bearer <YOUR-TOKEN>" \
  -H "X-GitHub-Api-Version: 2022-11-28" \
  http://localhost:3000/repos/OWNER/REPO/issues \
  -d '{"title":"Found a bug","labels":["bug"]}'`,
    flow: request('post-repos-owner-repo-issues', {
      method: 'POST',
      path: '/repos/OWNER/REPO/issues',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: '{{env.CURL_AUTHORIZATION}}',
        'x-github-api-version': '2022-11-28',
      },
      body: { text: '{"title":"Found a bug","labels":["bug"]}', type: 'application/x-www-form-urlencoded' },
    }),
    secrets: { CURL_AUTHORIZATION: 'Bearer <YOUR-TOKEN>' },
  },
  'OpenAI: a variable of the shell': {
    text: String.raw`curl http://localhost:11434/v1/models \
  -H "Authorization: Bearer $OPENAI_API_KEY"`,
    origin: 'http://localhost:11434',
    flow: request('get-v1-models', {
      method: 'GET',
      path: '/v1/models',
      headers: { authorization: 'Bearer {{env.OPENAI_API_KEY}}', accept: '*/*' },
    }),
  },
  'Elasticsearch: -XGET, pretty, a body': {
    text: String.raw`curl -XGET 'localhost:9200/items/_search?pretty' -H 'Content-Type: application/json' -d '{"size":1}'`,
    origin: 'http://localhost:9200',
    flow: request(
      'get-items-search',
      {
        method: 'GET',
        path: '/items/_search?pretty',
        headers: { accept: '*/*' },
        body: { json: { size: 1 } },
      },
      { title: 'GET /items/_search?***' },
    ),
  },
  'a terminal: combined flags, a pipe and a comment': {
    text: 'curl -sSLk "http://localhost:3000/health" -o /dev/null -w "%{http_code}\\n" 2>/dev/null | jq . # status',
    flow: request('get-health', { method: 'GET', path: '/health', headers: { accept: '*/*' } }),
  },
  'Swagger UI': {
    text: String.raw`curl -X 'POST' \
  'http://localhost:8000/items/' \
  -H 'accept: application/json' \
  -H 'Content-Type: application/json' \
  -d '{
  "name": "string",
  "price": 0
}'`,
    origin: 'http://localhost:8000',
    flow: request('post-items', {
      method: 'POST',
      path: '/items/',
      headers: { accept: 'application/json' },
      body: { text: '{\n  "name": "string",\n  "price": 0\n}', type: 'application/json' },
    }),
  },
  'PowerShell: curl.exe with backticks': {
    text: `curl.exe -X POST "http://localhost:5000/api/items" \`\r\n  -H 'Content-Type: application/json' \`\r\n  -d '{\\"name\\":\\"it''s\\"}'`,
    origin: 'http://localhost:5000',
    flow: request('post-api-items', {
      method: 'POST',
      path: '/api/items',
      headers: { accept: '*/*' },
      body: { json: { name: "it's" } },
    }),
  },
  'a password in the URL': {
    text: `curl http://ada:hunter2%40pw@127.0.0.1:3000`,
    origin: 'http://127.0.0.1:3000',
    flow: request('get', {
      method: 'GET',
      path: '/',
      headers: { authorization: '{{env.CURL_AUTHORIZATION}}', accept: '*/*' },
    }),
    secrets: { CURL_AUTHORIZATION: 'Basic YWRhOmh1bnRlcjJAcHc=' },
  },
};
