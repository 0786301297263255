package io.slotkeeper.stream;

import io.slotkeeper.logtime.LogTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts log time as the timestamp of a record: the highest broker timestamp so far in its partition. It never steps
 * back, whatever the broker's clock does, and is never negative. Streams commits it with the offsets and restores it
 * before processing (docs/spec/log-time.md#log-time).
 */
public final class LogTimeExtractor implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return LogTime.of(record.timestamp(), partitionTime);
    }
}
