import { pythonClient } from './python.ts';

export const pythonRequests = pythonClient({
  runtime: 'python-requests',
  module: 'requests',
  version: 'requests.__version__',
  imports: `import requests
session = requests.Session()
session.trust_env = False`,
  call: ['session.get(url, allow_redirects=False, stream=True).close()'],
  idFor: () => 'python-requests',
});
