import { SPOOFABLE_HEADERS } from './spoofable-headers'

/** Places of the proxy's files; all below one folder. */
export const proxyPaths = (dir: string) => ({
  config: `${dir}/nginx.conf`,
  lua: `${dir}/lua`,
  /** Routes before the first document: the panel only. */
  bootTable: `${dir}/boot.table`,
  pid: `${dir}/nginx.pid`,
  /** Mode 0700, because nginx makes its sockets writable for everyone. */
  admin: `${dir}/admin`,
  socket: `${dir}/admin/admin.sock`,
  /** Belongs to nginx's workers, which keep the newest document here. */
  state: `${dir}/state`,
  routeTable: `${dir}/state/routes.table`,
  logs: `${dir}/logs`,
  accessLog: `${dir}/logs/access.log`,
  errorLog: `${dir}/logs/error.log`,
  temp: `${dir}/temp`,
})

export interface NginxSettings {
  /** Absolute path of the proxy's folder. */
  dir: string
  /** Addresses with port, as `0.0.0.0:8080` or `[::]:8080`. */
  listen: string[]
  /** Shared objects to load; none where Lua is built in (OpenResty). */
  modules: string[]
  workers: number
  /** Whom the workers run as when the master is root. */
  workerUser: { name: string; group: string } | null
  /** What people's browsers speak: `https` when something in front of the proxy ends TLS. */
  publicScheme: 'http' | 'https'
  connectSeconds: number
  /** Silence of the app, or of a websocket, after which a request is given up. */
  readSeconds: number
  /** What requests under way get when the proxy is stopped. */
  shutdownSeconds: number
}

const ADDRESS = /^(?:[0-9.]{7,15}|\[[0-9a-fA-F:.]{2,45}\]):\d{1,5}$/
const PATH = /^\/[A-Za-z0-9._+@~/ -]*$/
const USER = /^[a-z_][a-z0-9_-]{0,31}$/
/** A unix socket's address has room for 107 bytes. */
const SOCKET_PATH_BYTES = 107

/** The whole nginx.conf. Throws for a value that nginx could take for syntax. */
export function nginxConfig(settings: NginxSettings): string {
  check(settings)
  const paths = proxyPaths(settings.dir)
  const user = settings.workerUser
  return `# Written by Berth at each start; changes are lost.
${settings.modules.map(file => `load_module "${file}";\n`).join('')}${user ? `user ${user.name} ${user.group};\n` : ''}daemon off;
master_process on;
worker_processes ${settings.workers};
worker_shutdown_timeout ${settings.shutdownSeconds}s;
pid "${paths.pid}";
error_log "${paths.errorLog}" warn;
events {
  worker_connections 8192;
}
http {
${indent(httpSettings(settings))}
  server {
${indent(indent(publicServer(settings)))}
  }
  server {
${indent(indent(adminServer(settings)))}
  }
}
`
}

function httpSettings({ dir }: NginxSettings): string {
  const paths = proxyPaths(dir)
  return `default_type application/octet-stream;
server_tokens off;
uninitialized_variable_warn off;
log_format berth escape=json ${ACCESS_LOG.map(part => `'${part}'`).join('\n  ')};
client_body_temp_path "${paths.temp}/body";
proxy_temp_path "${paths.temp}/proxy";
fastcgi_temp_path "${paths.temp}/fastcgi";
uwsgi_temp_path "${paths.temp}/uwsgi";
scgi_temp_path "${paths.temp}/scgi";
lua_package_path "${paths.lua}/?.lua;/usr/share/lua/5.1/?.lua;;";
lua_shared_dict berth_routes 64m;
lua_shared_dict berth_in_flight 16m;
init_by_lua_block { require("berth.boot").init("${dir}") }
init_worker_by_lua_block { require("berth.boot").init_worker() }
upstream berth_pooled {
  server 0.0.0.1;
  balancer_by_lua_block { require("berth.request").balance() }
  keepalive 256;
  # Below the shortest usual keep-alive of app servers (gunicorn: 2 s), so that we close first.
  keepalive_timeout 1s;
  keepalive_requests 100000;
}
upstream berth_fresh {
  server 0.0.0.1;
  balancer_by_lua_block { require("berth.request").balance() }
}`
}

const ACCESS_LOG = [
  '{"time":"$time_iso8601","client":"$remote_addr","host":"$host","route":"$berth_route",',
  '"target":"$berth_target","method":"$request_method","path":"$uri","status":$status,',
  '"bytes":$bytes_sent,"bytesIn":$request_length,"seconds":$request_time,',
  '"upstreamSeconds":"$upstream_response_time","requestId":"$request_id","generation":"$berth_generation"}',
]

const publicServer = (settings: NginxSettings) => `${settings.listen.map(listen).join('\n')}
server_name "";
access_log "${proxyPaths(settings.dir).accessLog}" berth buffer=64k flush=1s;
client_max_body_size 0;
client_header_timeout 30s;
client_header_buffer_size 4k;
large_client_header_buffers 4 32k;
keepalive_timeout 75s;
keepalive_requests 100000;
header_filter_by_lua_block { require("berth.request").header_filter() }
log_by_lua_block { require("berth.request").log() }
error_page 400 405 408 411 412 413 414 416 500 501 505 /.berth-proxy-error;
error_page 494 =431 /.berth-proxy-error;
error_page 502 504 @upstream_failed;
location = /.berth-proxy-error {
  internal;
  content_by_lua_block { require("berth.pages").refused() }
}
location @upstream_failed {
  content_by_lua_block { require("berth.pages").upstream_failed() }
}
location / {
${indent(appLocation(settings))}
}`

const appLocation = (settings: NginxSettings) => `set $berth_upstream "";
set $berth_host "";
set $berth_port "";
set $berth_upgrade "";
set $berth_connection "";
set $berth_route "";
set $berth_name "";
set $berth_generation "";
set $berth_target "";
access_by_lua_block { require("berth.request").access("${settings.publicScheme}") }
proxy_pass http://$berth_upstream;
proxy_http_version 1.1;
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
proxy_ignore_headers X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Charset X-Accel-Expires;
proxy_hide_header X-Accel-Redirect;
proxy_hide_header Proxy-Connection;
proxy_set_header Host $berth_host;
proxy_set_header Connection $berth_connection;
proxy_set_header Upgrade $berth_upgrade;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Host $berth_host;
proxy_set_header X-Forwarded-Port $berth_port;
proxy_set_header X-Forwarded-Proto ${settings.publicScheme};
proxy_set_header X-Request-Id $request_id;
${SPOOFABLE_HEADERS.map(name => `proxy_set_header ${name} "";`).join('\n')}`

const adminServer = ({ dir }: NginxSettings) => `listen "unix:${proxyPaths(dir).socket}";
access_log off;
client_max_body_size 32m;
# Held in memory: the document must not take a way over a file.
client_body_buffer_size 32m;
location = /routes {
  content_by_lua_block { require("berth.admin").routes() }
}
location = /status {
  content_by_lua_block { require("berth.admin").status() }
}`

const listen = (address: string) =>
  `listen ${address} default_server backlog=4096${address.startsWith('[') ? ' ipv6only=on' : ''};`

const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '  ')

function check(settings: NginxSettings) {
  const { dir, modules, listen: addresses, workerUser, ...numbers } = settings
  for (const path of [dir, ...modules]) matches(PATH, path, 'a path the proxy can use')
  for (const address of addresses) matches(ADDRESS, address, 'an address to listen on')
  for (const name of workerUser ? [workerUser.name, workerUser.group] : []) matches(USER, name, 'a user')
  for (const number of [
    numbers.workers,
    numbers.connectSeconds,
    numbers.readSeconds,
    numbers.shutdownSeconds,
  ]) {
    if (!Number.isInteger(number) || number < 1) throw new Error(`Not a positive whole number: ${number}`)
  }
  if (new TextEncoder().encode(proxyPaths(dir).socket).length > SOCKET_PATH_BYTES) {
    throw new Error(`The path ${dir} is too long for a socket. Use a shorter data directory.`)
  }
}

function matches(pattern: RegExp, value: string, what: string) {
  if (!pattern.test(value)) throw new Error(`Not ${what}: ${JSON.stringify(value)}`)
}
