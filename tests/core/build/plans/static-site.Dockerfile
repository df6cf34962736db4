# Made by Berth from what the repository holds.

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
    '    error_page 404 /404.html;' \
    '    location ~ /\.(?!well-known/) { return 404; }' \
    '    location ~* "[.-][0-9a-f]{8,32}\.[a-z0-9]+$" { add_header Cache-Control "public, max-age=31536000, immutable"; try_files $uri =404; }' \
    '    location / {' \
    '      add_header Cache-Control "no-cache";' \
    '      try_files $uri $uri/ $uri.html =404;' \
    '    }' \
    '  }' \
    '}' \
    > /etc/nginx/berth.conf
COPY . /srv/www/
ENV PORT=8080
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT []
CMD ["/bin/sh","-c","sed \"s/@PORT@/${PORT:-8080}/\" /etc/nginx/berth.conf > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'"]
