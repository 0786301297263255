package io.slotkeeper.replay;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Up to where a log is looked at. */
public sealed interface ReplayLimit {

    /** Its end at the time of looking. */
    record End() implements ReplayLimit {}

    /** The last record that came at this log time or before. */
    record Time(Instant instant) implements ReplayLimit {}

    /** The record at this offset, of one partition. */
    record Offset(long offset) implements ReplayLimit {}

    /** @param logTime of the record */
    default boolean includes(ConsumerRecord<?, ?> record, Instant logTime) {
        if (this instanceof Time time) {
            return !logTime.isAfter(time.instant());
        }
        return !(this instanceof Offset last) || record.offset() <= last.offset();
    }
}
