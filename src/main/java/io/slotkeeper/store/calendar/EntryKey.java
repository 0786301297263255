package io.slotkeeper.store.calendar;

import io.slotkeeper.request.Party;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EntryName.Kind;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.store.StoreNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Keys of {@link StoreNames#CALENDAR_DOCUMENTS}: event type key, {@code /}, number of the part (4 bytes, big endian),
 * kind of entry (1 byte), uid. So the entries of a part are next to each other, as are those of consecutive parts. The
 * key of a document, which held all entries of a part, ended after the number.
 */
final class EntryKey {

    private static final byte SEPARATOR = '/';

    /** After every uid, whose characters are printable ASCII. */
    private static final byte AFTER_ALL = (byte) 0xFF;

    private EntryKey() {}

    static byte[] of(DocumentKey part, Kind kind, String uid) {
        byte[] eventType = ascii(part.eventType().value());
        byte[] name = ascii(uid);
        return ByteBuffer.allocate(eventType.length + 1 + Integer.BYTES + 1 + name.length)
                .put(eventType)
                .put(SEPARATOR)
                .putInt(part.part())
                .put(kind.code())
                .put(name)
                .array();
    }

    static byte[] of(DocumentKey part) {
        byte[] eventType = ascii(part.eventType().value());
        return ByteBuffer.allocate(eventType.length + 1 + Integer.BYTES)
                .put(eventType)
                .put(SEPARATOR)
                .putInt(part.part())
                .array();
    }

    /** Before the keys of all entries of this kind in the part. */
    static byte[] first(DocumentKey part, Kind kind) {
        return of(part, kind, "");
    }

    /** After the keys of all entries of this kind in the part. */
    static byte[] last(DocumentKey part, Kind kind) {
        byte[] prefix = first(part, kind);
        return ByteBuffer.allocate(prefix.length + 1).put(prefix).put(AFTER_ALL).array();
    }

    /** After the keys of all entries in the part. */
    static byte[] last(DocumentKey part) {
        byte[] prefix = of(part);
        return ByteBuffer.allocate(prefix.length + 1).put(prefix).put(AFTER_ALL).array();
    }

    /** The part of a key; empty if it is none of ours. */
    static Optional<DocumentKey> part(byte[] key) {
        int separator = 0;
        while (separator < key.length && key[separator] != SEPARATOR) {
            separator++;
        }
        if (key.length < separator + 1 + Integer.BYTES) {
            return Optional.empty();
        }
        String eventType = new String(key, 0, separator, StandardCharsets.US_ASCII);
        int number = ByteBuffer.wrap(key).getInt(separator + 1);
        return EventTypeKey.isCanonical(eventType)
                ? Optional.of(new DocumentKey(new EventTypeKey(eventType), number))
                : Optional.empty();
    }

    private static int nameStart(DocumentKey part) {
        return part.eventType().value().length() + 1 + Integer.BYTES + 1;
    }

    /** Whether it is the key of a document, which holds all entries of its part. */
    static boolean isOfDocument(byte[] key, DocumentKey part) {
        return key.length < nameStart(part);
    }

    /** The kind of the entry of a key that isn't a document's; empty if it is none of ours. */
    static Optional<Kind> kind(byte[] key, DocumentKey part) {
        return Kind.of(key[nameStart(part) - 1]);
    }

    static String uid(byte[] key, DocumentKey part) {
        int start = nameStart(part);
        return new String(key, start, key.length - start, StandardCharsets.US_ASCII);
    }

    /** In {@link StoreNames#BOOKING_PLACES}. */
    static byte[] of(EventTypeKey key, BookingUid uid) {
        return ascii(key.value() + '/' + uid.value());
    }

    /** In {@link StoreNames#EVENT_TYPES}, beside the event type, whose key has no separator in it. */
    static byte[] of(EventTypeKey key, Party party) {
        return (key.value() + '/' + party.value()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Keys in the index of deadlines, where their order is that of equal deadlines: event type key, number of the part,
     * uid, kind.
     */
    static final class InOrderOfDeadlines {

        /** Before all characters of a text. */
        private static final byte END = 0;

        private InOrderOfDeadlines() {}

        static byte[] of(EntryName entry) {
            byte[] eventType = ascii(entry.part().eventType().value());
            byte[] name = ascii(entry.uid());
            return ByteBuffer.allocate(eventType.length + 1 + Integer.BYTES + name.length + 2)
                    .put(eventType)
                    .put(END)
                    .putInt(entry.part().part() ^ Integer.MIN_VALUE)
                    .put(name)
                    .put(END)
                    .put(entry.kind().code())
                    .array();
        }

        static EntryName read(byte[] key) {
            int end = 0;
            while (key[end] != END) {
                end++;
            }
            var eventType = new EventTypeKey(new String(key, 0, end, StandardCharsets.US_ASCII));
            int number = ByteBuffer.wrap(key).getInt(end + 1) ^ Integer.MIN_VALUE;
            int start = end + 1 + Integer.BYTES;
            String uid = new String(key, start, key.length - start - 2, StandardCharsets.US_ASCII);
            return new EntryName(
                    new DocumentKey(eventType, number),
                    uid,
                    Kind.of(key[key.length - 1]).orElseThrow());
        }
    }
}
