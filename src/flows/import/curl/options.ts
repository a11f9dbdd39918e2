/** What an option of curl is for this import. `noted`: ignored, with a note. `refused`: the request would be another. */
export type OptionKind = 'text' | 'switch' | 'ignored' | 'noted' | 'refused';

export interface CurlOption {
  readonly kind: OptionKind;
  /** Whether the next word is its value. */
  readonly takesValue: boolean;
}

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const list = (kind: OptionKind, takesValue: boolean, text: string): readonly (readonly [string, CurlOption])[] =>
  names(text).map((name) => [name, { kind, takesValue }]);

/** The long options of curl up to 8.15, from `curl --help all` and its manual. */
const options: ReadonlyMap<string, CurlOption> = new Map([
  ...list(
    'text',
    true,
    `request header data data-raw data-binary data-ascii data-urlencode json form form-string cookie user user-agent
    referer url url-query oauth2-bearer range`,
  ),
  ...list('switch', false, 'get head globoff'),
  ...list(
    'noted',
    true,
    `proxy preproxy proxy1.0 socks4 socks4a socks5 socks5-hostname cert key connect-to resolve interface haproxy-clientip`,
  ),
  ...list('noted', false, 'proxytunnel haproxy-protocol'),
  ...list(
    'refused',
    true,
    `upload-file config netrc-file aws-sigv4 unix-socket abstract-unix-socket request-target etag-compare time-cond
    continue-at variable quote ipfs-gateway`,
  ),
  ...list('refused', false, 'next digest ntlm ntlm-wb negotiate anyauth netrc help manual version metalink'),
  ...list(
    'ignored',
    true,
    `alt-svc cacert capath cert-type ciphers connect-timeout cookie-jar create-file-mode crlfile curves delegation
    dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-save
    expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode
    happy-eyeballs-timeout-ms hostpubmd5 hostpubsha256 hsts ip-tos keepalive-cnt keepalive-time key-type knownhosts krb
    libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time noproxy
    output output-dir parallel-max parallel-max-host pass pinnedpubkey proto proto-default proto-redir proxy-cacert
    proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass
    proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser
    proxy-user pubkey random-file rate retry retry-delay retry-max-time sasl-authzid service-name sigalgs
    signature-algorithms socks5-gssapi-service speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize
    tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config upload-flags vlan-priority
    write-out`,
  ),
  ...list(
    'ignored',
    false,
    `alpn append basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs crlf disable
    disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed eprt epsv fail
    fail-early fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip
    ftp-ssl-ccc ftp-ssl-control http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only
    ignore-content-length include insecure ipv4 ipv6 junk-session-cookies keepalive list-only location
    location-trusted mail-rcpt-allowfails mptcp netrc-optional npn out-null parallel parallel-immediate path-as-is
    post301 post302 post303 progress-bar progress-meter proxy-anyauth proxy-basic proxy-ca-native proxy-digest
    proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1
    raw remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused
    sasl-ir sessionid show-error show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl
    ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output
    suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2
    tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose xattr`,
  ),
]);

/** Letters and the long options that they stand for. */
const letters: ReadonlyMap<string, string> = new Map(
  names(
    `0:http1.0 1:tlsv1 2:sslv2 3:sslv3 4:ipv4 6:ipv6 a:append A:user-agent b:cookie B:use-ascii c:cookie-jar
    C:continue-at d:data D:dump-header e:referer E:cert f:fail F:form g:globoff G:get h:help H:header i:include I:head
    j:junk-session-cookies J:remote-header-name k:insecure K:config l:list-only L:location m:max-time M:manual n:netrc
    N:no-buffer o:output O:remote-name p:proxytunnel P:ftp-port q:disable Q:quote r:range R:remote-time s:silent
    S:show-error t:telnet-option T:upload-file u:user U:proxy-user v:verbose V:version w:write-out x:proxy X:request
    Y:speed-limit y:speed-time z:time-cond Z:parallel #:progress-bar`,
  ).map((pair) => [pair.slice(0, 1), pair.slice(2)]),
);

/** The long name of a letter; null for an unknown one. */
export const longNameOf = (letter: string): string | null => (letter === ':' ? 'next' : (letters.get(letter) ?? null));

/** A switch may be turned off: `--no-compressed`. */
export function optionOf(name: string): CurlOption | null {
  const found = options.get(name);
  if (found !== undefined) return found;
  const opposite = name.startsWith('no-') ? options.get(name.slice('no-'.length)) : undefined;
  if (opposite !== undefined && !opposite.takesValue) return { kind: 'ignored', takesValue: false };
  return name.startsWith('expand-') ? { kind: 'refused', takesValue: true } : null;
}
