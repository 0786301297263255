package io.slotkeeper.app.run;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.store.Meta;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.stream.cluster.MetaCheck;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.util.List;

/**
 * Finds the decision settings with which outputs were made: those recorded beside the state, or the configured ones if
 * there are none.
 */
public final class RecordedSettings {

    private RecordedSettings() {}

    /**
     * @throws CommandFailure if the configured settings differ from the recorded ones, or a newer version recorded them
     */
    public static DecisionSettings of(Config config) {
        return of(config, config.topics());
    }

    /** @param topics of the application whose state is read */
    public static DecisionSettings of(Config config, TopicNames topics) {
        try (var consumer = KafkaClients.consumer(config.cluster())) {
            int partitions = Math.toIntExact(KafkaClients.partitions(consumer, topics.name(Topic.RESERVATION_REQUESTS))
                    .count());
            DecisionSettings configured = config.topology(partitions);
            List<Meta> recorded = MetaCheck.stored(consumer, topics);
            for (Meta meta : recorded) {
                // If no decision setting is configured, the recorded ones are taken.
                boolean unconfigured = config.decisions().equals(Config.Decisions.DEFAULT);
                Meta own = unconfigured ? Meta.of(partitions, meta.settings()) : configured.meta();
                List<String> objections = own.objectionsTo(meta);
                if (!objections.isEmpty()) {
                    throw new CommandFailure(String.join("; ", objections));
                }
            }
            return recorded.isEmpty() ? configured : DecisionSettings.of(recorded.get(0));
        } catch (StateMismatchException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
