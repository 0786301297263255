package io.slotkeeper.oracle;

import java.util.Map;
import java.util.Optional;

/**
 * A snapshot on its way out.
 *
 * @param content empty for a tombstone
 */
public record ExpectedSnapshot(String key, Optional<Map<String, Object>> content) {

    static ExpectedSnapshot snapshot(String key, Map<String, Object> content) {
        return new ExpectedSnapshot(key, Optional.of(content));
    }

    static ExpectedSnapshot tombstone(String key) {
        return new ExpectedSnapshot(key, Optional.empty());
    }
}
