package io.slotkeeper.app.bench.load;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes requests as clients do: JSON, with a key. */
final class RequestRecords {

    private RequestRecords() {}

    static ProducerRecord<byte[], byte[]> of(String topic, String key, String json) {
        return of(topic, null, key, json);
    }

    static ProducerRecord<byte[], byte[]> of(String topic, @Nullable Long timestamp, String key, String json) {
        return new ProducerRecord<>(topic, null, timestamp, ascii(key), ascii(json));
    }

    static String reserve(String uid, String start) {
        return "{\"type\":\"reserve_slot\",\"reservation_uid\":\"" + uid + "\",\"slot_start\":\"" + start + "\"}";
    }

    /** A UUID, as clients choose them, that is different for each number. */
    static String uid(long number) {
        // One step of SplitMix64: neighbours have nothing in common, as it is with random ones.
        long mixed = (number + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 31)) & 0x0FFF_FFFF_FFFF_FFFFL;
        return "%08x-%04x-4%03x-9%03x-%012x"
                .formatted(
                        mixed >>> 28,
                        (mixed >>> 12) & 0xFFFF,
                        mixed & 0xFFF,
                        (number >>> 48) & 0xFFF,
                        number & 0xFFFF_FFFF_FFFFL);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
