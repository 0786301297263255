package io.slotkeeper.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Field errors in the order in which they were found, which is the order of the request's field table. */
public final class FieldErrors {

    /** The path for what is wrong with the request as a whole. */
    public static final String BASE = "base";

    /**
     * What is wrong with one field.
     *
     * @param path where, like {@code selected_slots[0].slot_id}
     * @param rule that is broken; empty where nothing is wrong with what the field says by itself
     * @param description for people
     */
    public record FieldError(String path, Code code, Optional<Rule> rule, String description) {

        /** What the code says of every field. */
        static FieldError of(String path, Code code) {
            return new FieldError(path, code, code.rule(), path + " " + code.description());
        }

        /** @param limit that of the rule, where it has one */
        static FieldError of(String path, Code code, Rule rule, long... limit) {
            return new FieldError(path, code, Optional.of(rule), path + " " + rule.text(limit));
        }

        /** What concerns the request as a whole, in these words. */
        static FieldError base(Code code, String message) {
            return new FieldError(BASE, code, Optional.empty(), message);
        }
    }

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String path, Code code) {
        errors.add(FieldError.of(path, code));
    }

    /** @param limit that of the rule, where it has one */
    public void add(String path, Code code, Rule rule, long... limit) {
        errors.add(FieldError.of(path, code, rule, limit));
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
