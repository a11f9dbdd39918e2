/** A kind of text that flows can be made from, for help and documentation. */
export interface ImporterFacts {
  readonly name: 'curl' | 'har' | 'openapi' | 'http-file';
  /** The option of the command line, with its value. */
  readonly flag: string;
  readonly title: string;
  /** What the flows are made of. */
  readonly reads: string;
  /** The code of its errors. */
  readonly code: string;
}

export const importers: readonly ImporterFacts[] = [
  {
    name: 'curl',
    flag: '--curl <command>',
    title: 'a curl command',
    reads:
      'the one request of "Copy as cURL" of a browser, of Postman or of documentation, for bash, cmd or PowerShell',
    code: 'bad-curl',
  },
  {
    name: 'har',
    flag: '--har <file>',
    title: 'a HAR file',
    reads: 'the XHR and fetch requests of a page to one origin, in their order, as one flow',
    code: 'bad-har',
  },
  {
    name: 'openapi',
    flag: '--openapi <url or file>',
    title: 'an OpenAPI document',
    reads: 'each GET whose required parameters have examples, of OpenAPI 3.0, 3.1 and Swagger 2.0',
    code: 'bad-openapi',
  },
  {
    name: 'http-file',
    flag: '--http-file <file>',
    title: 'an .http file',
    reads: 'each request of a file of VS Code REST Client or JetBrains, with the requests that it needs',
    code: 'bad-http-file',
  },
];
