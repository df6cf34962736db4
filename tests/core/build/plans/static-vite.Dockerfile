# Made by Berth from what the repository holds.

FROM node:22-slim AS build-base
RUN printf '%s\n' \
    '#!/bin/sh' \
    'if [ -f /run/secrets/berth_ca ]; then' \
    '  cat /etc/ssl/certs/ca-certificates.crt /run/secrets/berth_ca > /tmp/berth-ca.pem 2> /dev/null' \
    '  export NODE_EXTRA_CA_CERTS=/run/secrets/berth_ca SSL_CERT_FILE=/tmp/berth-ca.pem PIP_CERT=/tmp/berth-ca.pem' \
    '  export REQUESTS_CA_BUNDLE=/tmp/berth-ca.pem CURL_CA_BUNDLE=/tmp/berth-ca.pem GIT_SSL_CAINFO=/tmp/berth-ca.pem' \
    'fi' \
    'exec "$@"' \
    > /usr/local/bin/with-ca && chmod 755 /usr/local/bin/with-ca
WORKDIR /app

FROM build-base AS build-deps
COPY package.json package-lock.json ./
RUN --mount=type=cache,id=berth-npm,target=/root/.npm --mount=type=secret,id=berth_ca with-ca npm ci
RUN mkdir -p node_modules

FROM build-base AS build
COPY . .
ENV NODE_ENV=production \
    PATH=/app/node_modules/.bin:$PATH
RUN --mount=type=bind,from=build-deps,source=/app/node_modules,target=/app/node_modules,rw --mount=type=secret,id=berth_ca with-ca npm run build

FROM nginx:stable-alpine AS runtime
RUN printf '%s\n' \
    'worker_processes 1;' \
    'pid /tmp/nginx.pid;' \
    'error_log stderr warn;' \
    'events { worker_connections 1024; }' \
    'http {' \
    '  include /etc/nginx/mime.types;' \
    '  default_type application/octet-stream;' \
    '  access_log off;' \
    '  server_tokens off;' \
    '  sendfile on;' \
    '  keepalive_timeout 75s;' \
    '  client_body_temp_path /tmp/nginx-body;' \
    '  proxy_temp_path /tmp/nginx-proxy;' \
    '  fastcgi_temp_path /tmp/nginx-fastcgi;' \
    '  uwsgi_temp_path /tmp/nginx-uwsgi;' \
    '  scgi_temp_path /tmp/nginx-scgi;' \
    '  gzip on;' \
    '  gzip_vary on;' \
    '  gzip_proxied any;' \
    '  gzip_types text/css text/plain text/xml application/javascript text/javascript application/json application/xml image/svg+xml application/manifest+json;' \
    '  server {' \
    '    listen @PORT@;' \
    '    root /srv/www;' \
    '    absolute_redirect off;' \
    '    charset utf-8;' \
    '    location ~ /\.(?!well-known/) { return 404; }' \
    '    location ^~ /assets/ { add_header Cache-Control "public, max-age=31536000, immutable"; try_files $uri =404; }' \
    '    location ~* "[.-][0-9a-f]{8,32}\.[a-z0-9]+$" { add_header Cache-Control "public, max-age=31536000, immutable"; try_files $uri =404; }' \
    '    location / {' \
    '      add_header Cache-Control "no-cache";' \
    '      try_files $uri $uri/ /index.html;' \
    '    }' \
    '  }' \
    '}' \
    > /etc/nginx/berth.conf
COPY --from=build /app/dist/ /srv/www/
ENV PORT=8080
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT []
CMD ["/bin/sh","-c","sed \"s/@PORT@/${PORT:-8080}/\" /etc/nginx/berth.conf > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'"]
