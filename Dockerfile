FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    NUMBA_CACHE_DIR=/var/cache/halqa \
    HALQA_DATA_DIR=/data

WORKDIR /app

# The lock first: this layer stays as long as the dependencies do.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md ./
COPY graph graph
COPY loaders loaders
COPY analyses analyses
COPY api api
# The lock holds the build tool as well, so nothing is fetched here that it does not name; developers' tools are in another.
RUN pip install --no-deps --no-build-isolation .

# A new volume at /data takes over this owner.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin halqa \
    && install -d -o halqa -g halqa -m 0700 /data /var/cache/halqa
USER halqa
WORKDIR /data
RUN python -m graph.kernels.warm
VOLUME /data

ENTRYPOINT ["halqa"]
CMD ["--help"]
