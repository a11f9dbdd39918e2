import { scriptClient } from './script.ts';

const script = `
$context = stream_context_create(["http" => ["ignore_errors" => true, "follow_location" => 0]]);
$result = [];
$start = hrtime(true);
if (@file_get_contents($argv[1], false, $context, 0, 65536) === false) $result["because"] = error_get_last()["message"];
$result["ms"] = (hrtime(true) - $start) / 1e6;
echo json_encode($result, JSON_INVALID_UTF8_SUBSTITUTE);
`;

export const php = scriptClient({
  runtime: 'php',
  commands: ['php'],
  askVersion: ['--version'],
  version: /^PHP (\d+\.\d+\.\d+)/m,
  args: ['-r', script, '--'],
  idFor: () => 'php-streams',
});
