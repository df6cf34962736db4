# Made by Berth from what the repository holds.

FROM node:22-slim AS base
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

FROM base AS deps
COPY package.json package-lock.json ./
RUN --mount=type=cache,id=berth-npm,target=/root/.npm --mount=type=secret,id=berth_ca with-ca npm ci
RUN mkdir -p node_modules

FROM base AS build
COPY . .
ENV NODE_ENV=production \
    PATH=/app/node_modules/.bin:$PATH
RUN --mount=type=bind,from=deps,source=/app/node_modules,target=/app/node_modules,rw --mount=type=secret,id=berth_ca with-ca npm run build
RUN --mount=type=bind,from=deps,source=/app/node_modules,target=/app/node_modules,rw --mount=type=secret,id=berth_ca with-ca /bin/sh -c 'cp -r .next/static .next/standalone/.next/ && if [ -d public ]; then cp -r public .next/standalone/; fi'

FROM node:22-slim AS runtime
ENV NODE_ENV=production \
    PORT=8080 \
    PATH=/app/node_modules/.bin:$PATH
WORKDIR /app
COPY --from=build --chown=1000:1000 /app/.next/standalone ./
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT []
CMD ["/bin/sh","-c","HOSTNAME=0.0.0.0 exec node server.js"]
