package io.slotkeeper.replay;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far a log is processed. */
public sealed interface ReplayLimit {

    /** Up to its end at the time of the start. */
    record End() implements ReplayLimit {}

    /** Up to the last record with this log time or an earlier one. */
    record Time(Instant instant) implements ReplayLimit {}

    /** Up to the record at this offset of one partition. */
    record Offset(long offset) implements ReplayLimit {}

    /** @param logTime of the record */
    default boolean includes(ConsumerRecord<?, ?> record, Instant logTime) {
        if (this instanceof Time time) {
            return !logTime.isAfter(time.instant());
        }
        return !(this instanceof Offset last) || record.offset() <= last.offset();
    }
}
