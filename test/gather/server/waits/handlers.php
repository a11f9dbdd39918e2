<?php
// The same server as handlers.py, for php -S. Each request is a new run of this file.

function compute($milliseconds) {
    $used = function () {
        $usage = getrusage();
        return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1000
            + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1000;
    };
    $end = $used() + $milliseconds;
    while ($used() < $end);
}

function write_file($milliseconds) {
    $path = tempnam(getenv('DISK_FOLDER') ?: '/var/tmp', 'handlers');
    $file = fopen($path, 'w');
    unlink($path);
    $end = hrtime(true) + $milliseconds * 1e6;
    while (hrtime(true) < $end) {
        fwrite($file, str_repeat('x', 4096));
        fsync($file);
    }
}

function ask_for_time($milliseconds) {
    $peer = stream_socket_client('tcp://127.0.0.1:' . getenv('DOWNSTREAM_PORT'));
    fwrite($peer, "$milliseconds\n");
    fgets($peer);
}

function greeted($port, $flags) {
    $peer = stream_socket_client("tcp://127.0.0.1:$port", $code, $text, 10, $flags);
    if (ftell($peer) === 0) fread($peer, 1);
    return $peer;
}

function ask($port, $flags) {
    $peer = greeted($port, $flags);
    fwrite($peer, '?');
    fread($peer, 1);
}

function lock($file) {
    $database = new SQLite3($file);
    $database->busyTimeout(150);
    @$database->exec('BEGIN IMMEDIATE; COMMIT');
}

$parts = [
    'cpu' => 'compute',
    'sleep' => fn ($milliseconds) => usleep($milliseconds * 1000),
    'downstream' => 'ask_for_time',
    'disk' => 'write_file',
    'connect' => fn ($place) => fclose(stream_socket_client("tcp://$place", $code, $text, 10)),
    'ask' => fn ($port) => ask($port, STREAM_CLIENT_CONNECT | STREAM_CLIENT_PERSISTENT),
    'greet' => fn ($port) => ask($port, STREAM_CLIENT_CONNECT),
    'name' => 'gethostbyname',
    'lock' => 'lock',
];
foreach ($_GET as $name => $value) {
    if ($value !== '0' && isset($parts[$name])) $parts[$name]($value);
}
header('Content-Length: 2');
echo 'ok';
