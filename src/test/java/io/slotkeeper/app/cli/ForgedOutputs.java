package io.slotkeeper.app.cli;

import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a program wrote, once more under another prefix, with a difference: an application that processed the same inputs. */
final class ForgedOutputs {

    /** What stands in the place of a record: the record, others, or nothing. */
    interface Forgery {
        List<ProducerRecord<byte[], byte[]>> of(Topic topic, ProducerRecord<byte[], byte[]> record);
    }

    private ForgedOutputs() {}

    /** @return the names of the new topics; the inputs are the program's own */
    static TopicNames write(TestProgram world, String testCase, Forgery forgery) throws Exception {
        var topics = new TopicNames(
                Broker.topics(ForgedOutputs.class, testCase).prefix(),
                world.topics().inputPrefix());
        try (Admin admin = Broker.admin()) {
            new TopicAdmin(admin, topics, Broker.bootstrap()).create(world.partitions(), OptionalInt.of(1));
            Map<TopicPartition, OffsetAndMetadata> processed = new HashMap<>();
            world.processed().forEach((partition, offset) -> processed.put(partition, new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(topics.applicationId(), processed)
                    .all()
                    .get();
        }
        for (Topic topic : Topic.values()) {
            if (topic.role() == Topic.Role.OUTPUT) {
                for (ConsumerRecord<byte[], byte[]> record : world.log(topic)) {
                    forgery.of(topic, copy(topics.name(topic), record)).forEach(world::post);
                }
            }
        }
        world.flush();
        return topics;
    }

    private static ProducerRecord<byte[], byte[]> copy(String topic, ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(topic, record.partition(), record.timestamp(), record.key(), record.value());
    }

    /** The same with another value. */
    static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, byte[] value) {
        return with(record, record.key(), value);
    }

    static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, byte[] key, byte[] value) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(), key, value);
    }
}
