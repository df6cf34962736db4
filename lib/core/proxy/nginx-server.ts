import { type NginxSettings, proxyPaths } from './nginx-settings'
import { MAX_BODY_MB } from './policy/policy'
import { SPOOFABLE_HEADERS } from './spoofable-headers'

/** The server for everything people open. */
export const publicServer = (settings: NginxSettings) => `${settings.listen.map(listen).join('\n')}
${tls(settings)}server_name "";
access_log "${proxyPaths(settings.dir).accessLog}" berth buffer=64k flush=1s;
client_max_body_size 0;
client_header_timeout 30s;
client_header_buffer_size 4k;
large_client_header_buffers 4 32k;
keepalive_timeout 75s;
keepalive_requests 100000;
header_filter_by_lua_block { require("berth.response").headers() }
log_by_lua_block { require("berth.request").log() }
error_page 400 405 408 411 412 414 416 500 501 505 /.berth-proxy-error;
error_page 494 =431 /.berth-proxy-error;
error_page 495 496 497 =400 /.berth-proxy-error;
error_page 413 @too_large;
error_page 502 504 @upstream_failed;
${passing(settings)}
${requestHeaders()}
location = /.berth-proxy-error {
  internal;
  content_by_lua_block { require("berth.pages").refused() }
}
location @too_large {
  content_by_lua_block { require("berth.pages").too_large() }
}
location @upstream_failed {
  content_by_lua_block { require("berth.pages").upstream_failed() }
}
location / {
${VARIABLES.map(name => `  set $berth_${name} "";`).join('\n')}
  access_by_lua_block { require("berth.request").access() }
  proxy_pass http://$berth_upstream;
}
${bodyLocations()}
${staticLocations()}`

const VARIABLES = [
  'upstream',
  'host',
  'port',
  'scheme',
  'upgrade',
  'connection',
  'route',
  'generation',
  'target',
  'cache_key',
]

const listen = (address: string) => `listen ${address} default_server backlog=4096${onlyIpv6(address)};`
const onlyIpv6 = (address: string) => (address.startsWith('[') ? ' ipv6only=on' : '')

function tls({ tls: settings }: NginxSettings): string {
  if (!settings) return ''
  return `${settings.listen.map(address => `listen ${address} ssl http2 default_server backlog=4096${onlyIpv6(address)};`).join('\n')}
ssl_certificate "${settings.certificate}";
ssl_certificate_key "${settings.key}";
ssl_protocols TLSv1.2 TLSv1.3;
ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
ssl_session_cache shared:berth_tls:10m;
ssl_session_timeout 1d;
ssl_session_tickets off;
`
}

/** How requests are passed on. */
const passing = (settings: NginxSettings) => `proxy_http_version 1.1;
# An answer reaches the client as it is made, an upload the app as it arrives: streams flow.
proxy_buffering off;
proxy_request_buffering off;
proxy_buffer_size 32k;
proxy_buffers 8 32k;
proxy_max_temp_file_size 0;
proxy_connect_timeout ${settings.connectSeconds}s;
proxy_read_timeout ${settings.readSeconds}s;
proxy_send_timeout ${settings.readSeconds}s;
# Only for requests that were not sent yet, or may be sent twice (see berth/request.lua).
proxy_next_upstream error;
proxy_next_upstream_timeout ${settings.connectSeconds * 2}s;
# What an app must not steer.
proxy_ignore_headers ${STEERING};
proxy_hide_header X-Accel-Redirect;
proxy_hide_header Proxy-Connection;`

const STEERING = 'X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Charset X-Accel-Expires X-Accel-Buffering'

const requestHeaders = () => `proxy_set_header Host $berth_host;
proxy_set_header Connection $berth_connection;
proxy_set_header Upgrade $berth_upgrade;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Host $berth_host;
proxy_set_header X-Forwarded-Port $berth_port;
proxy_set_header X-Forwarded-Proto $berth_scheme;
proxy_set_header X-Request-Id $request_id;
${SPOOFABLE_HEADERS.map(name => `proxy_set_header ${name} "";`).join('\n')}`

/** For bodies whose length is not told: nginx itself stops them, at fixed sizes only. */
const bodyLocations = () =>
  Array.from({ length: Math.log2(MAX_BODY_MB) + 1 }, (_, power) => 2 ** power)
    .map(
      megabytes => `location @berth_body_${megabytes} {
  client_max_body_size ${megabytes}m;
  access_by_lua_block { require("berth.request").go_on() }
  proxy_pass http://$berth_upstream;
}`,
    )
    .join('\n')

/**
 * Files that the proxy keeps. They are asked for without cookies, so that nobody's own answer is kept for all. Those
 * with a content hash in their name are kept for good, whatever the app says about it; the others as it says.
 */
const staticLocations = () =>
  [
    { name: 'release', isForever: false, valid: '10m', ignored: STEERING },
    { name: 'forever', isForever: true, valid: '365d', ignored: `${STEERING} Cache-Control Expires` },
  ]
    .map(
      ({ name, isForever, valid, ignored }) => `location @berth_${name} {
  access_by_lua_block { require("berth.request").go_on(${isForever}) }
  proxy_pass http://$berth_upstream;
  proxy_buffering on;
  proxy_cache berth_static;
  proxy_cache_key $berth_cache_key;
  proxy_cache_valid 200 ${valid};
  proxy_cache_lock on;
  proxy_cache_revalidate on;
  proxy_force_ranges on;
  proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504;
  proxy_ignore_headers ${ignored};
${requestHeaders().replaceAll(/^/gm, '  ')}
  proxy_set_header Cookie "";
}`,
    )
    .join('\n')
