package io.slotkeeper.app.warmup;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;

/** A group of one member, and transactions that all succeed. Thread-safe. */
final class MemoryCoordinator {

    private static final long NO_OFFSET = -1;

    private final int port;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private int generation;
    private long producers;

    /** @param port of the broker */
    MemoryCoordinator(int port) {
        this.port = port;
    }

    FindCoordinatorResponseData find(FindCoordinatorRequestData request) {
        var answer = new FindCoordinatorResponseData();
        request.coordinatorKeys()
                .forEach(key -> answer.coordinators()
                        .add(new FindCoordinatorResponseData.Coordinator()
                                .setKey(key)
                                .setNodeId(MemoryTopics.NODE)
                                .setHost(MemoryTopics.HOST)
                                .setPort(port)));
        return answer;
    }

    synchronized InitProducerIdResponseData initProducer() {
        producers++;
        return new InitProducerIdResponseData().setProducerId(producers).setProducerEpoch((short) 0);
    }

    AddPartitionsToTxnResponseData addPartitions(AddPartitionsToTxnRequestData request) {
        var answer = new AddPartitionsToTxnResponseData();
        request.v3AndBelowTopics().forEach(topic -> {
            var added = new AddPartitionsToTxnTopicResult().setName(topic.name());
            topic.partitions()
                    .forEach(partition -> added.resultsByPartition()
                            .add(new AddPartitionsToTxnPartitionResult().setPartitionIndex(partition)));
            answer.resultsByTopicV3AndBelow().add(added);
        });
        return answer;
    }

    synchronized TxnOffsetCommitResponseData commit(TxnOffsetCommitRequestData request) {
        var answer = new TxnOffsetCommitResponseData();
        request.topics().forEach(topic -> {
            var done = new TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic().setName(topic.name());
            topic.partitions().forEach(partition -> {
                committed.put(
                        new TopicPartition(topic.name(), partition.partitionIndex()), partition.committedOffset());
                done.partitions()
                        .add(new TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex()));
            });
            answer.topics().add(done);
        });
        return answer;
    }

    synchronized OffsetFetchResponseData offsets(OffsetFetchRequestData request) {
        var answer = new OffsetFetchResponseData();
        request.groups().forEach(group -> {
            var known = new OffsetFetchResponseData.OffsetFetchResponseGroup().setGroupId(group.groupId());
            group.topics().forEach(topic -> {
                var fetched = new OffsetFetchResponseData.OffsetFetchResponseTopics().setName(topic.name());
                topic.partitionIndexes()
                        .forEach(index -> fetched.partitions()
                                .add(new OffsetFetchResponseData.OffsetFetchResponsePartitions()
                                        .setPartitionIndex(index)
                                        .setCommittedOffset(committed.getOrDefault(
                                                new TopicPartition(topic.name(), index), NO_OFFSET))));
                known.topics().add(fetched);
            });
            answer.groups().add(known);
        });
        return answer;
    }

    /** Whoever comes is the leader of a new generation, without others. */
    synchronized JoinGroupResponseData join(JoinGroupRequestData request) {
        generation++;
        String member = request.memberId().isEmpty() ? "member" : request.memberId();
        JoinGroupRequestData.JoinGroupRequestProtocol protocol =
                request.protocols().iterator().next();
        var answer = new JoinGroupResponseData()
                .setGenerationId(generation)
                .setProtocolType(request.protocolType())
                .setProtocolName(protocol.name())
                .setLeader(member)
                .setMemberId(member);
        answer.members()
                .add(new JoinGroupResponseData.JoinGroupResponseMember()
                        .setMemberId(member)
                        .setMetadata(protocol.metadata()));
        return answer;
    }

    static SyncGroupResponseData sync(SyncGroupRequestData request) {
        return new SyncGroupResponseData()
                .setProtocolType(request.protocolType())
                .setProtocolName(request.protocolName())
                .setAssignment(request.assignments().get(0).assignment());
    }

    static LeaveGroupResponseData leave(LeaveGroupRequestData request) {
        var answer = new LeaveGroupResponseData();
        request.members()
                .forEach(member -> answer.members()
                        .add(new LeaveGroupResponseData.MemberResponse()
                                .setMemberId(member.memberId())
                                .setGroupInstanceId(member.groupInstanceId())));
        return answer;
    }
}
