package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The compression libraries are newer than those that Kafka was released with: its clients go on working with them. */
class CompressionTest {

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void a_batch_is_read_as_it_was_written(CompressionType type) {
        byte[] value = "a value that repeats itself, ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        MemoryRecords written = MemoryRecords.withRecords(
                Compression.of(type).build(), new SimpleRecord(value), new SimpleRecord(new byte[] {1}));
        if (type != CompressionType.NONE) {
            assertThat(written.sizeInBytes()).isLessThan(value.length / 10);
        }
        MemoryRecords read = MemoryRecords.readableRecords(written.buffer());
        assertThat(read.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.compressionType()).isEqualTo(type);
            batch.ensureValid();
        });
        assertThat(read.records())
                .extracting(record -> record.value().get(record.value().position()))
                .containsExactly((byte) 'a', (byte) 1);
        assertThat(read.records().iterator().next().value()).isEqualTo(ByteBuffer.wrap(value));
    }
}
