# docker build -t leadgraph . && docker run -p 4000:4000 -e MONGODB_URI=mongodb://… leadgraph
# Without MONGODB_URI it opens the embedded database in /data, for a look: keep that with -v leadgraph-data:/data.
# Keys: docker exec <container> npm run keys -- create --workspace "Acme" --scopes leads:read,leads:write

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --ignore-scripts
COPY build.ts tsconfig.json ./
COPY src ./src
RUN npm run build \
    && npm prune --omit=dev --ignore-scripts \
    # Where there is no compiler, the command runs what is built.
    && npm pkg set scripts.keys="node dist/cli/keys.js"

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    LEADGRAPH_DATA=/data \
    npm_config_update_notifier=false
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Read at run time: the example tabs of GraphiQL, and the documents that are trusted.
COPY schema ./schema
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that it gets the signal to stop.
CMD ["node", "dist/main.js"]
