package io.slotkeeper.edge.reservations;

import io.slotkeeper.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The properties of a body of the second seed, what each is called in the log, and what form it must have. What a value
 * means is decided by the log; here only the form is looked at, so that one answer names all that is wrong with it.
 */
record BodyTable(List<BodyTable.Property> properties, Set<String> refused, boolean refusesUnknown) {

    private static final Pattern INTEGER_TEXT = Pattern.compile("-?[0-9]+");

    /** The form of a value. */
    enum Form {
        INTEGER,
        DATE,
        TEXT;

        private Constraint constraint() {
            return switch (this) {
                case INTEGER -> Constraint.INT;
                case DATE -> Constraint.DATE;
                case TEXT -> Constraint.TEXT;
            };
        }

        /** The value as the log takes it; empty when it hasn't this form. */
        private Optional<Json> read(Json value) {
            return switch (this) {
                case INTEGER -> Optional.of(value).filter(it -> it instanceof Json.Num number && isInteger(number));
                case DATE ->
                    value instanceof Json.Str text
                            ? SlotStart.inFull(text.text()).map(Json::of)
                            : Optional.empty();
                case TEXT -> Optional.of(value).filter(Json.Str.class::isInstance);
            };
        }

        private static boolean isInteger(Json.Num number) {
            return INTEGER_TEXT.matcher(number.text()).matches();
        }
    }

    /** @param field its name in the log; empty: it isn't sent there */
    record Property(String name, String field, Form form, boolean required) {}

    /** Unknown properties are dropped, as the source document's server does. */
    static BodyTable of(Property... properties) {
        return new BodyTable(List.of(properties), Set.of(), false);
    }

    /** The same, but these would change the meaning and are refused. */
    BodyTable refusing(String... names) {
        return new BodyTable(properties, Set.of(names), refusesUnknown);
    }

    /** The same, but every property that isn't in the table is refused. */
    BodyTable refusingUnknown() {
        return new BodyTable(properties, refused, true);
    }

    static Property required(String name, String field, Form form) {
        return new Property(name, field, form, true);
    }

    static Property optional(String name, String field, Form form) {
        return new Property(name, field, form, false);
    }

    /** What is wrong with the form of a body, in the order of the table. */
    List<PropertyError> errors(Json.Obj body) {
        List<PropertyError> errors = new ArrayList<>();
        for (Property property : properties) {
            Optional<Json> value = body.get(property.name());
            boolean wrong =
                    value.isPresent() ? property.form().read(value.get()).isEmpty() : property.required();
            if (wrong) {
                errors.add(property.form().constraint().brokenBy(property.name()));
            }
        }
        body.fields().keySet().stream()
                .filter(name -> refused.contains(name) || (refusesUnknown && !isKnown(name)))
                .map(PropertyError::unknown)
                .forEach(errors::add);
        return errors;
    }

    private boolean isKnown(String name) {
        return properties.stream().anyMatch(property -> property.name().equals(name));
    }

    /** Enters the values into a request for the log. Only when {@link #errors} finds none. */
    void enter(Json.Obj body, Json.Builder request) {
        for (Property property : properties) {
            if (!property.field().isEmpty()) {
                request.put(property.field(), body.get(property.name()).flatMap(property.form()::read));
            }
        }
    }
}
