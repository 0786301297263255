package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class Murmur2Test {

    /** Published by Kafka's own test. */
    @Test
    void is_that_of_the_java_producer() {
        assertThat(Murmur2.hash("21".getBytes(UTF_8))).isEqualTo(-973_932_308);
        assertThat(Murmur2.hash("foobar".getBytes(UTF_8))).isEqualTo(-790_332_482);
        assertThat(Murmur2.hash("a-little-bit-long-string".getBytes(UTF_8))).isEqualTo(-985_981_536);
    }

    @Test
    void agrees_with_kafka_on_any_bytes() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[i % 40];
            random.nextBytes(bytes);
            assertThat(Murmur2.hash(bytes)).isEqualTo(Utils.murmur2(bytes));
        }
    }
}
