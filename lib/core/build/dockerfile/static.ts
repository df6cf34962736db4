import { command, env, writeFile } from './instructions'

/** How ready files are served. Folders are plain relative paths. */
export interface StaticSite {
  /** Stage that holds the files in /app; null: they are in the repository. */
  fromStage: string | null
  /** Folder of the files; empty for the top. */
  folder: string
  /** Unknown paths show index.html. */
  singlePage: boolean
  /** There is a 404.html. */
  hasNotFoundPage: boolean
  /** URL path whose file names hold a content hash. */
  hashed: string | null
}

const CONFIGURATION = '/etc/nginx/berth.conf'
/** The port is known when the container starts. */
const START = `sed "s/@PORT@/\${PORT:-8080}/" ${CONFIGURATION} > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'`

/** The last stage of a static site: nginx as a user without rights. */
export function staticStage(site: StaticSite): string[] {
  const from = site.fromStage
    ? `--from=${site.fromStage} /app/${site.folder ? `${site.folder}/` : ''}`
    : `${site.folder || '.'}${site.folder ? '/' : ''}`
  return [
    'FROM nginx:stable-alpine AS runtime',
    writeFile(CONFIGURATION, nginxConfiguration(site)),
    `COPY ${from} /srv/www/`,
    env({ PORT: '8080' }),
    'USER 101:101',
    'EXPOSE 8080',
    'STOPSIGNAL SIGTERM',
    'ENTRYPOINT []',
    command(START),
  ]
}

function nginxConfiguration({ singlePage, hasNotFoundPage, hashed }: StaticSite): string[] {
  return [
    'worker_processes 1;',
    'pid /tmp/nginx.pid;',
    'error_log stderr warn;',
    'events { worker_connections 1024; }',
    'http {',
    '  include /etc/nginx/mime.types;',
    '  default_type application/octet-stream;',
    '  access_log off;',
    '  server_tokens off;',
    '  sendfile on;',
    '  keepalive_timeout 75s;',
    '  client_body_temp_path /tmp/nginx-body;',
    '  proxy_temp_path /tmp/nginx-proxy;',
    '  fastcgi_temp_path /tmp/nginx-fastcgi;',
    '  uwsgi_temp_path /tmp/nginx-uwsgi;',
    '  scgi_temp_path /tmp/nginx-scgi;',
    '  gzip on;',
    '  gzip_vary on;',
    '  gzip_proxied any;',
    '  gzip_types text/css text/plain text/xml application/javascript text/javascript application/json application/xml image/svg+xml application/manifest+json;',
    '  server {',
    '    listen @PORT@;',
    '    root /srv/www;',
    '    absolute_redirect off;',
    '    charset utf-8;',
    ...(hasNotFoundPage ? ['    error_page 404 /404.html;'] : []),
    '    location ~ /\\.(?!well-known/) { return 404; }',
    ...(hashed ? [`    location ^~ ${hashed} { ${FOREVER} try_files $uri =404; }`] : []),
    `    location ~* "[.-][0-9a-f]{8,32}\\.[a-z0-9]+$" { ${FOREVER} try_files $uri =404; }`,
    '    location / {',
    '      add_header Cache-Control "no-cache";',
    `      try_files $uri $uri/ ${singlePage ? '/index.html' : '$uri.html =404'};`,
    '    }',
    '  }',
    '}',
  ]
}

const FOREVER = 'add_header Cache-Control "public, max-age=31536000, immutable";'
