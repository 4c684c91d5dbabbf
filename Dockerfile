# The program alone, static, for no user in particular:
#   docker build -t quality-award .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" quality-award check 申报信息.xlsx -o 报告.html
FROM rust:1.95-alpine AS build
# headers of the C library alone, of the release of the image
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY . .
# alpine's own target is musl: what is built needs no library beside it
RUN cargo build --release --locked \
    && mkdir /empty

FROM scratch
LABEL org.opencontainers.image.title="quality-award" \
      org.opencontainers.image.description="政府质量奖申报核对 · quality award dossiers, judged before they are submitted" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/LICENSE /LICENSE
COPY --from=build /src/target/release/quality-award /usr/local/bin/quality-award
COPY --from=build --chown=65532:65532 /empty /work
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/quality-award"]
CMD ["--help"]
