# syntax=docker/dockerfile:1
# Two stages: the first installs into a virtual environment and proves it, the second carries only
# that environment. The models are in it; the root file system may be read-only.
FROM python:3.11-slim-bookworm AS build
# Extra flags for pip, for example an index of your own.
ARG PIP_FLAGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/footnote
WORKDIR /src
COPY requirements/lock.txt requirements/lock.txt
COPY pyproject.toml README.md LICENSE ./
COPY footnote footnote
COPY bot bot
COPY retrieval retrieval
COPY prompts prompts
COPY evaluation evaluation
RUN /opt/footnote/bin/pip install ${PIP_FLAGS} -c requirements/lock.txt '.[offline,generative,postgres]'
# An image whose models or libraries do not work is never built.
RUN HF_HUB_OFFLINE=1 /opt/footnote/bin/footnote --home /tmp/proof doctor && rm -rf /tmp/proof

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 footnote \
    && install -d -o footnote -g footnote /data /chroma
COPY --from=build /opt/footnote /opt/footnote
ENV PATH=/opt/footnote/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FOOTNOTE_HOME=/data \
    FOOTNOTE_MODELS__HUB=false \
    FOOTNOTE_MODELS__CACHE=/data/cache \
    FOOTNOTE_DISCORD__HEALTH_PORT=8080 \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
# Connected to Discord. `footnote doctor` checks everything else, and is too much work for each minute.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health', timeout=5)"]
ENTRYPOINT ["footnote"]
CMD ["discord"]
