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
RUN --mount=type=cache,id=berth-pip,target=/root/.cache/pip --mount=type=secret,id=berth_ca with-ca pip install 'starlette>=0.40,<1'
RUN --mount=type=cache,id=berth-pip,target=/root/.cache/pip --mount=type=secret,id=berth_ca with-ca pip install 'uvicorn[standard]>=0.30,<1'

FROM python:3.11-slim AS runtime
RUN useradd --uid 1000 --user-group --create-home app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FORWARDED_ALLOW_IPS=* \
    PORT=8080 \
    WEB_CONCURRENCY=1
WORKDIR /app
COPY --from=deps /opt/venv /opt/venv
COPY --chown=1000:1000 . .
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
CMD ["/bin/sh","-c","exec uvicorn --host 0.0.0.0 --port $PORT --workers $WEB_CONCURRENCY --proxy-headers --timeout-graceful-shutdown 25 --timeout-keep-alive 75 weather.asgi:application"]
