package io.slotkeeper.app.warmup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As much of a Kafka broker as one instance needs for itself, in memory, on a port of the loopback: one partition of each
 * topic, one member of the group, transactions that all succeed. So Kafka's own clients and Streams can be run, with
 * their sockets, where nothing may be written to a cluster. It ends with everything in it when it is closed.
 */
final class MemoryBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryBroker.class);

    /**
     * The only version of each request that is understood: the last one before topics have ids instead of names, and
     * before transactions need features of the cluster.
     */
    private static final Map<ApiMessageType, Integer> VERSIONS = Map.ofEntries(
            Map.entry(ApiMessageType.API_VERSIONS, 3),
            Map.entry(ApiMessageType.METADATA, 12),
            Map.entry(ApiMessageType.CREATE_TOPICS, 7),
            Map.entry(ApiMessageType.PRODUCE, 11),
            Map.entry(ApiMessageType.FETCH, 12),
            Map.entry(ApiMessageType.LIST_OFFSETS, 7),
            Map.entry(ApiMessageType.FIND_COORDINATOR, 4),
            Map.entry(ApiMessageType.INIT_PRODUCER_ID, 4),
            Map.entry(ApiMessageType.ADD_PARTITIONS_TO_TXN, 3),
            Map.entry(ApiMessageType.ADD_OFFSETS_TO_TXN, 3),
            Map.entry(ApiMessageType.TXN_OFFSET_COMMIT, 3),
            Map.entry(ApiMessageType.END_TXN, 3),
            Map.entry(ApiMessageType.JOIN_GROUP, 9),
            Map.entry(ApiMessageType.SYNC_GROUP, 5),
            Map.entry(ApiMessageType.HEARTBEAT, 4),
            Map.entry(ApiMessageType.LEAVE_GROUP, 5),
            Map.entry(ApiMessageType.OFFSET_FETCH, 9));

    /** Clients that ask for a newer one take this from the answer, which every version has. */
    private static final short FIRST_API_VERSIONS = 0;

    private static final short UNSUPPORTED_VERSION = 35;

    /** An instance has some ten. Whoever else of this machine comes in finds nothing and costs little. */
    private static final int MOST_CONNECTIONS = 64;

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final ServerSocket server;
    private final MemoryTopics topics;
    private final MemoryCoordinator coordinator;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private MemoryBroker(ServerSocket server) {
        this.server = server;
        this.topics = new MemoryTopics(server.getLocalPort());
        this.coordinator = new MemoryCoordinator(server.getLocalPort());
    }

    static MemoryBroker start() throws IOException {
        var broker = new MemoryBroker(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        thread("memory-broker", broker::accept);
        return broker;
    }

    MemoryTopics topics() {
        return topics;
    }

    String bootstrap() {
        return MemoryTopics.HOST + ":" + server.getLocalPort();
    }

    private static void thread(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                if (connections.size() < MOST_CONNECTIONS) {
                    connection.setTcpNoDelay(true);
                    connections.add(connection);
                    thread("memory-connection", () -> serve(connection));
                } else {
                    connection.close();
                }
            }
        } catch (IOException e) {
            LOG.debug("no more connections", e);
        }
    }

    private void serve(Socket connection) {
        try (connection;
                var in = new DataInputStream(new BufferedInputStream(connection.getInputStream()))) {
            OutputStream out = connection.getOutputStream();
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > MOST_BYTES) {
                    throw new IOException("Expected a request of a client but got one of " + length + " bytes");
                }
                byte[] request = new byte[length];
                in.readFully(request);
                out.write(answer(ByteBuffer.wrap(request)));
            }
        } catch (EOFException e) {
            LOG.debug("a client left");
        } catch (IOException e) {
            LOG.debug("a connection ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** With its length in front. */
    private byte[] answer(ByteBuffer request) throws IOException, InterruptedException {
        ApiMessageType type = ApiMessageType.fromApiKey(request.getShort(0));
        short version = request.getShort(Short.BYTES);
        var in = new ByteBufferAccessor(request);
        var header = new RequestHeaderData(in, type.requestHeaderVersion(version));
        var answerHeader = new ResponseHeaderData().setCorrelationId(header.correlationId());
        if (VERSIONS.getOrDefault(type, -1) != version) {
            if (type != ApiMessageType.API_VERSIONS) {
                throw new IOException("Expected another version of " + type + " but got " + version);
            }
            return bytes(answerHeader, versions().setErrorCode(UNSUPPORTED_VERSION), type, FIRST_API_VERSIONS);
        }
        ApiMessage message = type.newRequest();
        message.read(in, version);
        return bytes(answerHeader, answer(type, message), type, version);
    }

    private static byte[] bytes(ResponseHeaderData header, ApiMessage answer, ApiMessageType type, short version) {
        var cache = new ObjectSerializationCache();
        short headerVersion = type.responseHeaderVersion(version);
        int size = header.size(cache, headerVersion) + answer.size(cache, version);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        var out = new ByteBufferAccessor(bytes);
        header.write(out, cache, headerVersion);
        answer.write(out, cache, version);
        return bytes.array();
    }

    private ApiMessage answer(ApiMessageType type, ApiMessage request) throws IOException, InterruptedException {
        return switch (type) {
            case API_VERSIONS -> versions();
            case METADATA -> topics.metadata((MetadataRequestData) request);
            case CREATE_TOPICS -> topics.create((CreateTopicsRequestData) request);
            case PRODUCE -> topics.produce((ProduceRequestData) request);
            case FETCH -> topics.fetch((FetchRequestData) request);
            case LIST_OFFSETS -> topics.offsets((ListOffsetsRequestData) request);
            case FIND_COORDINATOR -> coordinator.find((FindCoordinatorRequestData) request);
            case INIT_PRODUCER_ID -> coordinator.initProducer();
            case ADD_PARTITIONS_TO_TXN -> coordinator.addPartitions((AddPartitionsToTxnRequestData) request);
            case ADD_OFFSETS_TO_TXN -> new AddOffsetsToTxnResponseData();
            case TXN_OFFSET_COMMIT -> coordinator.commit((TxnOffsetCommitRequestData) request);
            case END_TXN -> new EndTxnResponseData();
            case JOIN_GROUP -> coordinator.join((JoinGroupRequestData) request);
            case SYNC_GROUP -> MemoryCoordinator.sync((SyncGroupRequestData) request);
            case HEARTBEAT -> new HeartbeatResponseData();
            case LEAVE_GROUP -> MemoryCoordinator.leave((LeaveGroupRequestData) request);
            case OFFSET_FETCH -> coordinator.offsets((OffsetFetchRequestData) request);
            default -> throw new IOException("Expected no " + type);
        };
    }

    private static ApiVersionsResponseData versions() {
        var answer = new ApiVersionsResponseData();
        VERSIONS.forEach((type, version) -> answer.apiKeys()
                .add(new ApiVersionsResponseData.ApiVersion()
                        .setApiKey(type.apiKey())
                        .setMinVersion(version.shortValue())
                        .setMaxVersion(version.shortValue())));
        return answer;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
