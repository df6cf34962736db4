import { publicServer } from './nginx-server'
import { checkSettings, type NginxSettings, proxyPaths } from './nginx-settings'

/** The whole nginx.conf. Throws for a value that nginx could take for syntax. */
export function nginxConfig(settings: NginxSettings): string {
  checkSettings(settings)
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

function httpSettings({ dir, publicScheme, tls }: NginxSettings): string {
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
lua_shared_dict berth_answers 8m;
lua_shared_dict berth_rates 16m;
lua_shared_dict berth_logins 4m;
# What the disk has room for.
proxy_cache_path "${paths.cache}" levels=1:2 keys_zone=berth_static:16m max_size=1g min_free=1g inactive=30d use_temp_path=off;
init_by_lua_block { require("berth.boot").init("${dir}", "${publicScheme}"${tls ? `, "${tls.port}"` : ''}) }
init_worker_by_lua_block { require("berth.boot").init_worker() }
exit_worker_by_lua_block { require("berth.helpers").worker_ends() }
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
  '"upstreamSeconds":"$upstream_response_time","requestId":"$request_id","generation":"$berth_generation",',
  '"scheme":"$scheme","protocol":"$server_protocol","cache":"$upstream_cache_status"}',
]

const adminServer = ({ dir }: NginxSettings) => `listen "unix:${proxyPaths(dir).socket}";
access_log off;
client_max_body_size 32m;
# Held in memory: the document must not take a way over a file.
client_body_buffer_size 32m;
location = /routes {
  content_by_lua_block { require("berth.admin").routes() }
}
location /pages/ {
  content_by_lua_block { require("berth.admin").page() }
}
location = /status {
  content_by_lua_block { require("berth.admin").status() }
}`

const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '  ')
