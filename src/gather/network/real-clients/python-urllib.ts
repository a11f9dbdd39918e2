import { pythonClient } from './python.ts';

export const pythonUrllib = pythonClient({
  runtime: 'python-urllib',
  module: 'urllib.request',
  version: 'sys.version.split()[0]',
  imports: `import urllib.error, urllib.request
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_): return None
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)`,
  call: [
    'try:',
    '    opener.open(url).read(65536)',
    'except urllib.error.HTTPError:',
    '    pass  # a status is an answer',
  ],
  idFor: () => 'python-urllib',
});
