package io.slotkeeper.app.warmup;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Topics of one partition each, in memory, and what a broker says about them. Records of a transaction can be read at once,
 * and stay. Thread-safe.
 */
final class MemoryTopics {

    /** Of the only broker. */
    static final int NODE = 0;

    static final String HOST = "127.0.0.1";
    private static final long EARLIEST = -2;

    private record MemoryTopic(Uuid id, MemoryPartition partition) {}

    private final int port;
    private final Map<String, MemoryTopic> topics = new HashMap<>();

    /** @param port of the broker */
    MemoryTopics(int port) {
        this.port = port;
    }

    /** @param logAppendTime whether its records get the time at which they are appended */
    synchronized void create(String name, boolean logAppendTime) {
        topics.putIfAbsent(name, new MemoryTopic(Uuid.randomUuid(), new MemoryPartition(logAppendTime)));
    }

    /** How many records the topic has had so far. */
    synchronized long end(String name) {
        return topic(name).partition().end();
    }

    synchronized MetadataResponseData metadata(MetadataRequestData request) {
        var answer = new MetadataResponseData().setClusterId("warm-up").setControllerId(NODE);
        answer.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(NODE)
                        .setHost(HOST)
                        .setPort(port));
        List<String> names = request.topics() == null
                ? List.copyOf(topics.keySet())
                : request.topics().stream()
                        .map(MetadataRequestData.MetadataRequestTopic::name)
                        .toList();
        names.forEach(name -> answer.topics().add(described(name)));
        return answer;
    }

    private MetadataResponseTopic described(String name) {
        MemoryTopic topic = topics.get(name);
        var described = new MetadataResponseTopic().setName(name);
        return topic == null
                ? described.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                : described
                        .setTopicId(topic.id())
                        .setPartitions(List.of(new MetadataResponsePartition()
                                .setPartitionIndex(0)
                                .setLeaderId(NODE)
                                .setLeaderEpoch(0)
                                .setReplicaNodes(List.of(NODE))
                                .setIsrNodes(List.of(NODE))));
    }

    synchronized CreateTopicsResponseData create(CreateTopicsRequestData request) {
        var answer = new CreateTopicsResponseData();
        request.topics().forEach(topic -> {
            create(topic.name(), false);
            answer.topics()
                    .add(new CreatableTopicResult()
                            .setName(topic.name())
                            .setTopicId(topic(topic.name()).id())
                            .setNumPartitions(1)
                            .setReplicationFactor((short) 1));
        });
        return answer;
    }

    synchronized ProduceResponseData produce(ProduceRequestData request) {
        var answer = new ProduceResponseData();
        long now = System.currentTimeMillis();
        request.topicData().forEach(topic -> {
            var produced = new ProduceResponseData.TopicProduceResponse().setName(topic.name());
            topic.partitionData().forEach(data -> {
                ByteBuffer records = ((MemoryRecords) data.records()).buffer();
                produced.partitionResponses()
                        .add(new ProduceResponseData.PartitionProduceResponse()
                                .setIndex(data.index())
                                .setBaseOffset(topic(topic.name()).partition().append(records, now))
                                .setLogStartOffset(0));
            });
            answer.responses().add(produced);
        });
        notifyAll();
        return answer;
    }

    private MemoryTopic topic(String name) {
        MemoryTopic known = topics.get(name);
        if (known == null) {
            throw new IllegalStateException("Expected a topic that exists but got " + name);
        }
        return known;
    }

    /** Waits until there is something, as long as the request says. */
    synchronized FetchResponseData fetch(FetchRequestData request) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.maxWaitMs());
        while (!hasSome(request) && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        var answer = new FetchResponseData();
        request.topics().forEach(topic -> {
            var fetched = new FetchResponseData.FetchableTopicResponse().setTopic(topic.topic());
            topic.partitions().forEach(from -> {
                MemoryPartition partition = topic(topic.topic()).partition();
                fetched.partitions()
                        .add(new FetchResponseData.PartitionData()
                                .setPartitionIndex(from.partition())
                                .setHighWatermark(partition.end())
                                .setLastStableOffset(partition.end())
                                .setLogStartOffset(0)
                                .setRecords(MemoryRecords.readableRecords(
                                        partition.read(from.fetchOffset(), from.partitionMaxBytes()))));
            });
            answer.responses().add(fetched);
        });
        return answer;
    }

    private boolean hasSome(FetchRequestData request) {
        return request.topics().stream()
                .anyMatch(topic -> topic.partitions().stream()
                        .anyMatch(from -> from.fetchOffset()
                                < topic(topic.topic()).partition().end()));
    }

    synchronized ListOffsetsResponseData offsets(ListOffsetsRequestData request) {
        var answer = new ListOffsetsResponseData();
        request.topics().forEach(topic -> {
            var listed = new ListOffsetsResponseData.ListOffsetsTopicResponse().setName(topic.name());
            topic.partitions()
                    .forEach(asked -> listed.partitions()
                            .add(new ListOffsetsResponseData.ListOffsetsPartitionResponse()
                                    .setPartitionIndex(asked.partitionIndex())
                                    .setLeaderEpoch(0)
                                    .setOffset(
                                            asked.timestamp() == EARLIEST
                                                    ? 0
                                                    : topic(topic.name())
                                                            .partition()
                                                            .end())));
            answer.topics().add(listed);
        });
        return answer;
    }
}
