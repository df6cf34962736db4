# Made by Berth from what the repository holds.

FROM python:3.11-slim AS deps
RUN printf '%s\n' \
    '#!/bin/sh' \
    'if [ -f /run/secrets/berth_ca ]; then' \
    '  cat /etc/ssl/certs/ca-certificates.crt /run/secrets/berth_ca > /tmp/berth-ca.pem 2> /dev/null' \
    '  export NODE_EXTRA_CA_CERTS=/run/secrets/berth_ca SSL_CERT_FILE=/tmp/berth-ca.pem PIP_CERT=/tmp/berth-ca.pem' \
    '  export REQUESTS_CA_BUNDLE=/tmp/berth-ca.pem CURL_CA_BUNDLE=/tmp/berth-ca.pem GIT_SSL_CAINFO=/tmp/berth-ca.pem' \
    'fi' \
    'exec "$@"' \
    > /usr/local/bin/with-ca && chmod 755 /usr/local/bin/with-ca
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv \
    PATH=/opt/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,id=berth-pip,target=/root/.cache/pip --mount=type=secret,id=berth_ca with-ca pip install -r requirements.txt
RUN --mount=type=cache,id=berth-pip,target=/root/.cache/pip --mount=type=secret,id=berth_ca with-ca pip install 'whitenoise>=6,<7'

FROM deps AS build
COPY . .
ENV PYTHONPATH=/opt/berth
RUN --mount=type=secret,id=berth_ca with-ca /bin/sh -c 'SECRET_KEY=only-for-this-build-step DJANGO_SECRET_KEY=only-for-this-build-step DATABASE_URL=sqlite:////tmp/collectstatic.sqlite3 python manage.py collectstatic --noinput'

FROM python:3.11-slim AS runtime
RUN useradd --uid 1000 --user-group --create-home app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FORWARDED_ALLOW_IPS=* \
    PORT=8080 \
    WEB_CONCURRENCY=1 \
    PYTHONPATH=/opt/berth
RUN mkdir -p /opt/berth
RUN printf '%s\n' \
    '"""Serves the collected static files in front of the app. Made by Berth."""' \
    'import re' \
    'from django.conf import settings' \
    'from whitenoise import WhiteNoise' \
    'from site_config.wsgi import application as app' \
    '' \
    'url = settings.STATIC_URL or ""' \
    'application = app if "//" in url or not url.strip("/") else WhiteNoise(' \
    '    app,' \
    '    root=str(settings.STATIC_ROOT),' \
    '    prefix=url,' \
    '    immutable_file_test=lambda path, url: re.search(r"\.[0-9a-f]{12}\.", url) is not None,' \
    ')' \
    > /opt/berth/berth_static.py
WORKDIR /app
COPY --from=deps /opt/venv /opt/venv
COPY --from=build --chown=1000:1000 /app /app
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
CMD ["/bin/sh","-c","exec gunicorn berth_static:application --bind 0.0.0.0:$PORT --access-logfile -"]
