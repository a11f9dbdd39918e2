import { scriptClient } from './script.ts';

const script = `
my $http = HTTP::Tiny->new(max_redirect => 0);
my $start = clock_gettime(CLOCK_MONOTONIC);
my $answer = $http->get($ARGV[0]);
my %result = (ms => (clock_gettime(CLOCK_MONOTONIC) - $start) * 1000);
# HTTP::Tiny reports 599 when there was no response.
$result{because} = $answer->{content} if $answer->{status} == 599;
print encode_json(\\%result);
`;

export const perl = scriptClient({
  runtime: 'perl',
  commands: ['perl'],
  askVersion: ['--version'],
  version: /\(v(\d+\.\d+\.\d+)\)/,
  args: ['-MHTTP::Tiny', '-MJSON::PP', '-MTime::HiRes=clock_gettime,CLOCK_MONOTONIC', '-e', script],
  idFor: () => 'perl-http-tiny',
});
