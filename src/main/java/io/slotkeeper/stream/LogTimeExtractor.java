package io.slotkeeper.stream;

import io.slotkeeper.logtime.LogTime;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Log time of a record: the highest broker timestamp seen so far in its partition. The broker's clock may step back; log
 * time never does, and it is never negative. Streams commits it with the offsets and restores it before processing
 * (log-time.md, "Log time").
 */
public final class LogTimeExtractor implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return LogTime.of(record.timestamp(), partitionTime);
    }
}
