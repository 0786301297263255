package io.slotkeeper.oracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what each record of the input topics must emit, for one release and one set of settings
 * (docs/spec/log-time.md#replay).
 * A log begins where the oracle begins: its partitions know nothing at first.
 */
public final class Oracle {

    private record OraclePartition(String topic, int partition) {}

    private final OracleSettings settings;
    private final Map<OraclePartition, PartitionOracle> partitions = new HashMap<>();

    public Oracle(OracleSettings settings) {
        this.settings = settings;
    }

    /**
     * What the record emits, in order: snapshots and tombstones, then the outcome or the refused record. Ticks that the
     * program sends are outside of it.
     *
     * @param record the next of its partition
     */
    public List<Output> next(InputRecord record) {
        return partitions
                .computeIfAbsent(new OraclePartition(record.topic(), record.partition()), this::partition)
                .next(record);
    }

    /** When something ends next by itself in a partition, announced or not. */
    public Optional<Instant> nextDeadline(String topic, int partition) {
        PartitionOracle known = partitions.get(new OraclePartition(topic, partition));
        return known == null ? Optional.empty() : known.nextDeadline();
    }

    private PartitionOracle partition(OraclePartition place) {
        return new PartitionOracle(
                settings,
                place.topic().equals(InputRecord.SELECTION_REQUESTS)
                        ? new ConversationModel(settings)
                        : new ReservationModel(settings));
    }
}
