import { scriptClient } from './script.ts';
import { atLeast } from './versions.ts';

const script = `
url = URI(ARGV[0])
http = Net::HTTP.new(url.hostname, url.port, nil)
http.use_ssl = url.scheme == "https"
result = {}
clock = -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) * 1000 }
start = clock.call
begin
  http.start { |open| open.request_get(url.request_uri) { |answer| answer.read_body } }
rescue StandardError => error
  result["because"] = "#{error.class}: #{error.message}"
end
result["ms"] = clock.call - start
puts JSON.generate(result)
`;

export const ruby = scriptClient({
  runtime: 'ruby',
  commands: ['ruby'],
  askVersion: ['--version'],
  version: /^ruby (\d+\.\d+\.\d+)/m,
  args: ['-rnet/http', '-rjson', '-e', script],
  idFor: (version) => (atLeast(version, [3, 4]) ? 'ruby-net-http-3-4' : 'ruby-net-http-3-3'),
});
