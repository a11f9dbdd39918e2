import { scriptClient } from './script.ts';

const script = `
$context = stream_context_create(["http" => ["ignore_errors" => true, "follow_location" => 0]]);
$told = [];
$start = hrtime(true);
if (@file_get_contents($argv[1], false, $context, 0, 65536) === false) $told["because"] = error_get_last()["message"];
$told["ms"] = (hrtime(true) - $start) / 1e6;
echo json_encode($told, JSON_INVALID_UTF8_SUBSTITUTE);
`;

export const php = scriptClient({
  runtime: 'php',
  commands: ['php'],
  askVersion: ['--version'],
  version: /^PHP (\d+\.\d+\.\d+)/m,
  args: ['-r', script, '--'],
  idFor: () => 'php-streams',
});
