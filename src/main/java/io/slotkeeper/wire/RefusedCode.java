package io.slotkeeper.wire;

import java.util.Locale;

/**
 * Why a record has no outcome (docs/spec/topics.md#refusedrecord-or-outcome). Wire contract: added to, never renamed.
 */
public enum RefusedCode {
    KEY_MISSING,
    KEY_NOT_CANONICAL,
    VALUE_MISSING,
    VALUE_TOO_LARGE,
    /** The first byte is of no format that we know. */
    FORMAT_UNKNOWN,
    /** Avro of a schema that no version of ours has. */
    SCHEMA_UNKNOWN,
    AVRO_MALFORMED,
    /** Confluent's format needs a schema registry. */
    SCHEMA_REGISTRY_NOT_SUPPORTED,
    JSON_MALFORMED,
    TYPE_MISSING,
    /** Also a type that belongs to the other input topic. */
    TYPE_UNKNOWN,
    /** Reading failed because of an error of the program. */
    READING_FAILED,
    /**
     * A deadline could not be announced because of an error of the program; its document is set aside until the
     * partition is opened again.
     */
    ANNOUNCE_FAILED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name on the wire. */
    public String text() {
        return text;
    }
}
