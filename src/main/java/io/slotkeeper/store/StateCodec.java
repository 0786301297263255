package io.slotkeeper.store;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.schema.SchemaVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Turns values of a store into bytes and back: Avro single-object encoding, the writer's fingerprint in front. Needs
 * {@link StateClasses#trust}.
 *
 * @param <T> type of the state machines
 * @param <S> class generated from the schema
 */
public final class StateCodec<T, S extends SpecificRecordBase> {

    /** A changelog record must fit into a produce request; see {@code StreamsSettings}. */
    static final int MAX_BYTES = 3 * 1024 * 1024;

    private final BinaryMessageEncoder<S> encoder;
    private final BinaryMessageDecoder<S> decoder;
    private final Function<T, S> toState;
    private final Function<S, T> fromState;

    public StateCodec(Schema schema, Function<T, S> toState, Function<S, T> fromState) {
        this(schema, SchemaVersions.versions(schema.getName()), toState, fromState);
    }

    /** Of values that are used as they are stored. */
    public static <S extends SpecificRecordBase> StateCodec<S, S> of(Schema schema) {
        return new StateCodec<>(schema, state -> state, state -> state);
    }

    /** @param earlier schemas with which state may have been written as well */
    StateCodec(Schema schema, List<Schema> earlier, Function<T, S> toState, Function<S, T> fromState) {
        var model = new SpecificData(StateCodec.class.getClassLoader());
        // Generated coders instead of reflective access to each field: a third faster (measured).
        model.setCustomCoders(true);
        model.setFastReaderEnabled(false);
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema);
        earlier.forEach(decoder::addSchema);
        this.toState = toState;
        this.fromState = fromState;
    }

    /** @throws StateTooLargeException if the result exceeds the size limit */
    public byte[] encode(T value) {
        try {
            byte[] bytes = encoder.encode(toState.apply(value)).array();
            if (bytes.length > Limits.MAX_STATE_BYTES) {
                throw new StateTooLargeException(bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value; empty if the bytes are none, which nobody of ours wrote then.
     *
     * @throws StateMismatchException if it was written with a schema of a newer version
     */
    public Optional<T> ifReadable(byte[] bytes) {
        try {
            return Optional.of(decode(bytes));
        } catch (StateMismatchException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** @throws StateMismatchException if it was written with a schema of a newer version */
    public T decode(byte[] bytes) {
        try {
            return fromState.apply(decoder.decode(bytes));
        } catch (MissingSchemaException e) {
            throw new StateMismatchException("the state has a schema that only a newer version knows", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected state of a known schema", e);
        }
    }
}
