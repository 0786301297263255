package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKey;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that uses a cluster. */
public final class ClusterOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Java properties; see run --help for the keys.")
    private @Nullable Path config;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "${bundle:key.bootstrap}")
    private @Nullable String bootstrap;

    @Option(names = "--prefix", description = "${bundle:key.prefix}")
    private @Nullable String prefix;

    @Option(names = "--input-prefix", description = "${bundle:key.input-prefix}")
    private @Nullable String inputPrefix;

    public Config read(Map<String, String> environment) {
        return read(environment, Map.of());
    }

    public Config read(Map<String, String> environment, Map<String, String> moreFlags) {
        var flags = new TreeMap<>(moreFlags);
        put(flags, ConfigKeys.BOOTSTRAP, bootstrap);
        put(flags, ConfigKeys.PREFIX, prefix);
        put(flags, ConfigKeys.INPUT_PREFIX, inputPrefix);
        return ConfigSources.read(flags, environment, Optional.ofNullable(config));
    }

    /** Adds a flag, unless the option is absent. */
    public static void put(Map<String, String> flags, ConfigKey<?> key, @Nullable Object value) {
        if (value != null) {
            flags.put(key.text(), value.toString());
        }
    }
}
