# Every image of the project.
#   a service:                    docker build --build-arg SERVICE=documents .
#   sandbox, sinks and tools:     docker build --build-arg WORKSPACE=tools --target sandbox .
# BASE_IMAGE is Node 26 with npm and a shell: name another where the official one cannot be pulled.
ARG BASE_IMAGE=node:26-slim

# What one workspace needs: manifests to install from, and sources. Nothing for development, no other workspace.
FROM ${BASE_IMAGE} AS selected
ARG SERVICE
ARG WORKSPACE=services/${SERVICE}
WORKDIR /source
COPY . .
RUN node tools/src/deploy/select-workspaces.ts ${WORKSPACE} /selected

# Installed again only when a manifest has changed.
FROM ${BASE_IMAGE} AS installed
WORKDIR /edo
COPY --from=selected /selected/manifests .
RUN npm install --no-save --ignore-scripts --loglevel=error

# A process as every image runs it: a user without rights, a root file system that may be read-only, /data for what it
# keeps. Sources run as they are: workspaces lie beside node_modules, which links to them; below it Node strips no types.
FROM ${BASE_IMAGE} AS process
RUN install -d -o 1000 -g 1000 /data
ENV NODE_ENV=production HOST=0.0.0.0 HEALTH_PORT=8081
HEALTHCHECK --interval=5s --timeout=10s --start-period=60s --retries=5 CMD ["node", "-e", \
  "fetch('http://127.0.0.1:' + process.env.HEALTH_PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
WORKDIR /edo
USER 1000:1000

# The offline verifier, built to one file.
FROM ${BASE_IMAGE} AS verifier
WORKDIR /edo
COPY --from=selected /source/package.json /source/package-lock.json /source/.npmrc ./
COPY --from=selected /source/packages packages
RUN npm install --no-save --ignore-scripts --loglevel=error --workspace packages/verifier \
 && npm run build --workspace packages/verifier

FROM process AS sandbox
COPY --from=installed /edo/node_modules node_modules
COPY --from=selected /selected/sources .
COPY --from=verifier /edo/packages/verifier/dist packages/verifier/dist

FROM process AS service
ARG SERVICE
COPY --from=installed /edo/node_modules node_modules
COPY --from=selected /selected/sources .
# The sandbox issues keys to whoever asks: no image of a service is built with it, nor with a trust list that knows it.
RUN test ! -e packages/sandbox && test ! -e node_modules/@edo/sandbox && test -z "$(find . -name trust-list.json)"
WORKDIR /edo/services/${SERVICE}
# What the environment does not say may stand in this file.
CMD ["node", "--env-file-if-exists=/run/edo/env", "src/main.ts"]
