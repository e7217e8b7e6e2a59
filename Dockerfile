# One image for every role: `docker run IMAGE server`, or `node --roles gateway` and its siblings.
# The last stage runs nothing, so that it can be built for other processors as it is.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Dquick package && mkdir /data

FROM eclipse-temurin:25-jre
COPY --from=build /src/parley /opt/parley/parley
COPY --from=build /src/system/target/parley/lib /opt/parley/lib
# Of the user below, so that a fresh volume is too.
COPY --from=build --chown=10001:10001 /data /data
ENV PARLEY_HOST=0.0.0.0 \
    PARLEY_HTTP_HOST=0.0.0.0 \
    PARLEY_DATA=/data
# By number: Kubernetes can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 5001 5443 8080
ENTRYPOINT ["/opt/parley/parley"]
CMD ["server"]
