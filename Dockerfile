# The program on a Java runtime. Maven builds it before, outside: mvn -DskipTests clean package
# Another base has a Java runtime from 17 on, groupadd and wget; by digest it is always the same one:
# docs/how-to/run-on-a-cluster.md#pin-the-images
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}

# A number, so that Kubernetes' runAsNonRoot can see that it isn't root. The folders, for state and for keys, have to
# belong to it in the image already: a new named volume takes its owner from there.
RUN groupadd --system --gid 10001 slotkeeper \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/slotkeeper slotkeeper \
 && install -d -o slotkeeper -g slotkeeper -m 0750 /var/lib/slotkeeper /etc/slotkeeper

# The libraries change seldom, and so does their layer. Without target/lib-dev: no broker, so no dev and no demo.
COPY target/lib /opt/slotkeeper/lib
COPY target/slotkeeper.jar /opt/slotkeeper/

# From 25 on Java keeps what it learnt in an earlier run: classes as they are in memory, and which methods are worth
# compiling. The warm-up is that run, without a broker. An older Java has no cache, and one that doesn't fit (another
# collector, such as ZGC) is passed over with a line on standard error; standard output is data. Kafka gives its files'
# memory back by a way that 24 and later warn of, and 17 doesn't know the option by which that is allowed.
RUN cd /opt/slotkeeper \
 && version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') \
 && echo '-Xlog:disable -Xlog:all=warning:stderr' > options \
 && if [ "$version" -ge 24 ]; then echo '--sun-misc-unsafe-memory-access=allow' >> options; fi \
 && if [ "$version" -ge 25 ]; then \
      SLOTKEEPER_STATE_DIR=/tmp/state java @options -Xmx512m -XX:AOTCacheOutput=slotkeeper.aot -jar /opt/slotkeeper/slotkeeper.jar run --warm-up-only \
      && rm -r /tmp/state \
      && echo '-XX:AOTCache=/opt/slotkeeper/slotkeeper.aot' >> options; \
    fi

USER 10001:10001
WORKDIR /var/lib/slotkeeper

# The state can be restored from the changelogs; kept, it saves that time. RocksDB's library is unpacked there too, so
# the volume mustn't be mounted noexec.
ENV SLOTKEEPER_STATE_DIR=/var/lib/slotkeeper
VOLUME /var/lib/slotkeeper

# HTTP. It listens beyond the container with SLOTKEEPER_HTTP_HOST=0.0.0.0 and SLOTKEEPER_API_KEYS. Health and metrics are on
# 9080, on the container's own loopback unless SLOTKEEPER_MANAGEMENT_HOST says otherwise.
EXPOSE 8080

# Ready when all its partitions are processed. wget is in the image because it is made with it.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=5 \
  CMD ["wget", "-q", "-O", "/dev/null", "-T", "3", "http://127.0.0.1:9080/health/ready"]

# Without a shell, so that SIGTERM reaches the program. Half of the container's memory is heap: 512 MB of 1 GB, which
# the program is made for; RocksDB's memory, which is bounded too, threads and code have the rest. JDK_JAVA_OPTIONS
# adds to these options or overrides them.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "@/opt/slotkeeper/options", "-jar", "/opt/slotkeeper/slotkeeper.jar"]
CMD ["run"]
