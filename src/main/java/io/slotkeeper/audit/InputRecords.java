package io.slotkeeper.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.oracle.InputRecord;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.topics.ReplyPartition;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.RequestReader;
import io.slotkeeper.wire.RequestReaders;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of input topics, as the oracle is given them. */
public final class InputRecords {

    private static final RequestReader<ConversationRequest> CONVERSATIONS = RequestReaders.conversations();
    private static final RequestReader<ReservationRequest> RESERVATIONS = RequestReaders.reservations();

    /** docs/spec/log-time.md#what-a-record-does-in-order */
    private static final byte[] TICK = "{\"type\":\"tick\"}".getBytes(US_ASCII);

    /** docs/spec/topics.md#reply-partition */
    private static final Pattern PARTITION_NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private InputRecords() {}

    /** @param partitions of every topic */
    public static InputRecord of(Topic input, ConsumerRecord<byte[], byte[]> record, int partitions) {
        return of(
                input,
                record.partition(),
                record.offset(),
                record.timestamp(),
                Optional.ofNullable(record.key()).map(key -> new String(key, UTF_8)),
                record.value(),
                replyPartition(record, partitions));
    }

    /** @param replyPartition one that exists */
    public static InputRecord of(
            Topic input,
            int partition,
            long offset,
            long timestamp,
            Optional<String> key,
            byte @Nullable [] value,
            OptionalInt replyPartition) {
        return new InputRecord(
                input.logicalName(),
                partition,
                offset,
                timestamp,
                key,
                value(input, value),
                replyPartition,
                Optional.of(digest(value == null ? new byte[0] : value)));
    }

    private static InputRecord.InputValue value(Topic input, byte @Nullable [] value) {
        if (Arrays.equals(TICK, value)) {
            return new InputRecord.TickInput();
        }
        return input == Topic.SELECTION_REQUESTS
                ? InputRecord.ofConversation(CONVERSATIONS.read(value))
                : InputRecord.ofReservation(RESERVATIONS.read(value));
    }

    private static OptionalInt replyPartition(ConsumerRecord<byte[], byte[]> record, int partitions) {
        Header header = record.headers().lastHeader(ReplyPartition.HEADER);
        String text = header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
        return PARTITION_NUMBER.matcher(text).matches() && Integer.parseInt(text) < partitions
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static InputRecord.PayloadDigest digest(byte[] value) {
        return new InputRecord.PayloadDigest(value.length, Sha256.hex(value));
    }
}
