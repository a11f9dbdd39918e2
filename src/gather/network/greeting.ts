/** Protocols whose first bytes are known, each by the document that defines them. Bytes are read as Latin-1. */
const greetings: readonly (readonly [RegExp, string])[] = [
  [/^SSH-\d/, 'SSH'], // RFC 4253 §4.2
  [/^220[ -][^\r\n]*\b(?:ESMTP|SMTP)\b/i, 'SMTP'], // RFC 5321 §4.3.1
  [/^220[ -][^\r\n]*FTP/i, 'FTP'], // RFC 959 §5.4
  [/^\+OK\b/, 'POP3'], // RFC 1939 §4
  [/^\* (?:OK|PREAUTH)\b/, 'IMAP'], // RFC 9051 §7.1
  [/^-(?:ERR|DENIED|NOAUTH) /, 'the Redis protocol'], // Redis serialization protocol, simple errors
  // A packet of 3 bytes length and number 0: protocol 10 and a version, or an error (MySQL protocol, HandshakeV10, ERR_Packet).
  [/^[\s\S]{2}\0\0(?:\n\d+\.\d+|\xff)/, 'the MySQL protocol'],
  [/^E[\s\S]{4}S(?:FATAL|ERROR)\0/, 'the PostgreSQL protocol'], // PostgreSQL protocol, ErrorResponse
  [/^AMQP/, 'AMQP'], // AMQP 0-9-1 §4.2.2
  [/^RFB \d{3}\.\d{3}\n/, 'VNC'], // RFC 6143 §7.1.1
  [/^INFO \{/, 'the NATS protocol'],
  [/^(?:CLIENT_)?ERROR\b/, 'the memcached protocol'], // memcached protocol.txt
  [/^\xff[\xfb-\xfe]/, 'Telnet'], // RFC 854
  [/^@RSYNCD:/, 'rsync'],
];

/** @returns the protocol, or null if the bytes match none of the list. */
export function protocolOf(bytes: Buffer): string | null {
  const text = bytes.toString('latin1');
  return greetings.find(([greeting]) => greeting.test(text))?.[1] ?? null;
}

/** A TLS record: an alert or a handshake of version 3 (RFC 8446 §5.1). */
export const isTlsRecord = (bytes: Buffer): boolean =>
  (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03 && bytes.length >= 3;

const SETTINGS = 0x04;
const GOAWAY = 0x07;

/** A server's HTTP/2 preface is a SETTINGS frame of the connection as a whole; a refusal may be a GOAWAY alone (RFC 9113 §3.4). */
export const isHttp2Frame = (bytes: Buffer): boolean =>
  bytes.length >= 9 &&
  (bytes[3] === SETTINGS || bytes[3] === GOAWAY) &&
  bytes.readUInt32BE(5) === 0 &&
  bytes.readUIntBE(0, 3) < 1_024;

/** A page without a status line. */
export const isBarePage = (bytes: Buffer): boolean =>
  /^\s*<(?:!doctype|html|head|body|title)\b/i.test(bytes.toString('latin1'));

const SHOWN_BYTES = 40;

/** The first bytes as text for a sentence: one line, without quotes and control characters. */
export const beginningOf = (bytes: Buffer): string =>
  bytes
    .subarray(0, SHOWN_BYTES)
    .toString('latin1')
    .split(/[\r\n]/)[0]
    ?.replaceAll(/[^\x20\x21\x23-\x7e]/g, '.') ?? '';
