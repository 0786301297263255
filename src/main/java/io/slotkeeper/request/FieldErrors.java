package io.slotkeeper.request;

import java.util.ArrayList;
import java.util.List;

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
}
