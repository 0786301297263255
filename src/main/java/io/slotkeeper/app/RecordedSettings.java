package io.slotkeeper.app;

import io.slotkeeper.store.Meta;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.stream.MetaCheck;
import io.slotkeeper.stream.Topic;
import io.slotkeeper.stream.Topics;
import io.slotkeeper.stream.TopologySettings;
import java.util.List;

/** The decision settings that outputs were made with: recorded beside the state, else configured. */
final class RecordedSettings {

    private RecordedSettings() {}

    /** @throws Failure when the configuration gives others than were recorded, or a newer version recorded them */
    static TopologySettings of(Config config) {
        return of(config, config.topics());
    }

    /** @param topics whose application's state is asked */
    static TopologySettings of(Config config, Topics topics) {
        try (var consumer = Clients.consumer(config.cluster())) {
            int partitions = Math.toIntExact(Clients.partitions(consumer, topics.name(Topic.RESERVATION_REQUESTS))
                    .count());
            TopologySettings configured = config.topology(partitions);
            List<Meta> recorded = MetaCheck.stored(consumer, topics);
            for (Meta meta : recorded) {
                // Whoever configures nothing wants what was recorded.
                boolean silent = config.decisions().equals(Config.Decisions.DEFAULT);
                Meta own = silent ? Meta.of(partitions, meta.settings()) : configured.meta();
                List<String> objections = own.objectionsTo(meta);
                if (!objections.isEmpty()) {
                    throw new Failure(String.join("; ", objections));
                }
            }
            return recorded.isEmpty() ? configured : TopologySettings.of(recorded.get(0));
        } catch (StateMismatchException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }
}
