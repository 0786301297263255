package io.slotkeeper.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Field errors, in the order in which they are listed. */
final class ExpectedErrors {

    /** Where errors stand that concern no field. */
    static final String BASE = "base";

    private final Map<String, Object> byPath = new LinkedHashMap<>();
    private final List<String> codes = new ArrayList<>();

    static ExpectedErrors one(String path, String code) {
        var errors = new ExpectedErrors();
        errors.add(path, code);
        return errors;
    }

    void add(String path, String code) {
        add(path, code, Optional.empty());
    }

    void add(String path, String code, Optional<Object> description) {
        codes.add(code);
        List<Object> atPath = new ArrayList<>();
        if (byPath.get(path) instanceof List<?> before) {
            atPath.addAll(before);
        }
        atPath.add(new ExpectedFields()
                .add("key", "errors." + code)
                .addIf("description", description)
                .done());
        byPath.put(path, atPath);
    }

    boolean isEmpty() {
        return codes.isEmpty();
    }

    /** The code of the only error, or {@code invalid_request} for several. */
    String code() {
        return codes.size() == 1 ? codes.get(0) : "invalid_request";
    }

    Map<String, Object> byPath() {
        return byPath;
    }
}
