package io.slotkeeper.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects field errors in the order in which they are found, which is the order of the request's field table. */
public final class FieldErrors {

    /** Path of an error of the request as a whole. */
    public static final String BASE = "base";

    /**
     * An error of one field.
     *
     * @param path of the field, such as {@code selected_slots[0].slot_id}
     * @param rule that is broken; empty if the field by itself is valid
     * @param description for people
     */
    public record FieldError(String path, Code code, Optional<Rule> rule, String description) {

        /** An error with the rule and the description of its code. */
        static FieldError of(String path, Code code) {
            return new FieldError(path, code, code.rule(), path + " " + code.description());
        }

        /** @param limit of the rule, if it has one */
        static FieldError of(String path, Code code, Rule rule, long... limit) {
            return new FieldError(path, code, Optional.of(rule), path + " " + rule.text(limit));
        }

        /** An error of the request as a whole, with its own message. */
        static FieldError base(Code code, String message) {
            return new FieldError(BASE, code, Optional.empty(), message);
        }
    }

    private final List<FieldError> errors = new ArrayList<>();

    public void add(String path, Code code) {
        errors.add(FieldError.of(path, code));
    }

    /** @param limit of the rule, if it has one */
    public void add(String path, Code code, Rule rule, long... limit) {
        errors.add(FieldError.of(path, code, rule, limit));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> toList() {
        return List.copyOf(errors);
    }

    /** The errors of each path, without duplicates; paths are in the order of their first error. */
    public static Map<String, Set<FieldError>> byPath(List<FieldError> errors) {
        if (errors.size() == 1) {
            return Map.of(errors.get(0).path(), Set.of(errors.get(0)));
        }
        Map<String, Set<FieldError>> byPath = new LinkedHashMap<>();
        errors.forEach(error -> byPath.computeIfAbsent(error.path(), path -> new LinkedHashSet<>())
                .add(error));
        return byPath;
    }
}
