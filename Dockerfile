# syntax=docker/dockerfile:1
# Two stages: the first installs into a virtual environment, the second carries only that.
FROM python:3.11-slim-bookworm AS build
# Where pip finds a CPU build of torch, for example --find-links or --extra-index-url and its place.
ARG PIP_FLAGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/footnote
WORKDIR /src
COPY requirements/lock.txt requirements/lock.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY retrieval retrieval
COPY prompts prompts
COPY evaluation evaluation
RUN /opt/footnote/bin/pip install ${PIP_FLAGS} -c requirements/lock.txt '.[offline,discord,generative]'

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 footnote \
    && install -d -o footnote -g footnote /data /chroma
COPY --from=build /opt/footnote /opt/footnote
ENV PATH=/opt/footnote/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FOOTNOTE_HOME=/data \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False
USER footnote
WORKDIR /data
VOLUME ["/data"]
HEALTHCHECK --interval=60s --timeout=50s --start-period=60s --retries=3 \
    CMD ["footnote", "doctor", "--json"]
ENTRYPOINT ["footnote"]
CMD ["discord"]
