package io.slotkeeper.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Field errors in the order in which they were found, which is the order of the request's field table. */
public final class FieldErrors {

    /** The path for what is wrong with the request as a whole. */
    public static final String BASE = "base";

    /**
     * What is wrong with one field.
     *
     * @param path where, like {@code selected_slots[0].slot_id}
     * @param description for people
     */
    public record FieldError(String path, Code code, String description) {}

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String path, Code code) {
        add(path, code, path + " " + code.description());
    }

    public void add(String path, Code code, String description) {
        errors.add(new FieldError(path, code, description));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> toList() {
        return List.copyOf(errors);
    }

    /** The errors of each path, paths in the order of their first error; none twice. */
    public static Map<String, Set<FieldError>> byPath(List<FieldError> errors) {
        Map<String, Set<FieldError>> byPath = new LinkedHashMap<>();
        errors.forEach(error -> byPath.computeIfAbsent(error.path(), path -> new LinkedHashSet<>())
                .add(error));
        return byPath;
    }
}
