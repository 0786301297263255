package io.slotkeeper.request.field;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A field of a request as the client sent it: absent, malformed or present. The wire format determines which; what a
 * malformed field means for the request is decided by the state machine.
 */
public sealed interface FieldValue<T> {

    /** How a field is malformed. */
    enum Fault {
        /** Not of the JSON or Avro type of the field. */
        TYPE,
        /** Of the right type, but not in the format of the field. */
        FORMAT,
        /** A well-formed instant that is finer than milliseconds. */
        TOO_FINE,
        /** A well-formed instant on a day that doesn't exist, such as 30 February. */
        NO_SUCH_DATE
    }

    record Absent<T>() implements FieldValue<T> {}

    record Malformed<T>(Fault fault) implements FieldValue<T> {}

    record Present<T>(T content) implements FieldValue<T> {}

    static <T> FieldValue<T> absent() {
        return new Absent<>();
    }

    static <T> FieldValue<T> malformed(Fault fault) {
        return new Malformed<>(fault);
    }

    static <T> FieldValue<T> of(T value) {
        return new Present<>(value);
    }

    default boolean isAbsent() {
        return this instanceof Absent;
    }

    default boolean isMalformed() {
        return this instanceof Malformed;
    }

    default boolean isMalformed(Fault fault) {
        return this instanceof Malformed<T> malformed && malformed.fault() == fault;
    }

    /** The value; empty if the field is absent or malformed. */
    default Optional<T> value() {
        return this instanceof Present<T> present ? Optional.of(present.content()) : Optional.empty();
    }

    /** Whether a value is present and passes the test. */
    default boolean is(Predicate<? super T> test) {
        return this instanceof Present<T> present && test.test(present.content());
    }
}
