package io.slotkeeper.oracle;

import java.util.Map;
import java.util.Optional;

/**
 * A snapshot on its way out.
 *
 * @param content empty for a tombstone
 */
public record Told(String key, Optional<Map<String, Object>> content) {

    static Told snapshot(String key, Map<String, Object> content) {
        return new Told(key, Optional.of(content));
    }

    static Told tombstone(String key) {
        return new Told(key, Optional.empty());
    }
}
