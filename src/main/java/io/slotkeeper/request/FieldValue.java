package io.slotkeeper.request;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A field of a request as the client sent it: left out, unusable, or a value. The wire format says which of the
 * three; what a fault means for the request is the state machine's decision.
 */
public sealed interface FieldValue<T> {

    /** Why a field that was sent can't be used. */
    enum Fault {
        /** Not of the JSON or Avro type that the field has. */
        TYPE,
        /** Of the right type, but not of the form that the field has. */
        FORMAT,
        /** A well-formed instant on a day that no calendar has, like 30 February. */
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

    /** The value if one was sent that could be read. */
    default Optional<T> value() {
        return this instanceof Present<T> present ? Optional.of(present.content()) : Optional.empty();
    }

    /** Whether a value was sent that passes the test. */
    default boolean is(Predicate<? super T> test) {
        return this instanceof Present<T> present && test.test(present.content());
    }
}
